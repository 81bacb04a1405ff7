-- CreateEnum
CREATE TYPE "LlmOutcome" AS ENUM ('pending', 'answered', 'unreadable', 'timeout', 'throttled', 'refused', 'failed');

-- CreateTable
CREATE TABLE "LlmCall" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "model" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "outcome" "LlmOutcome" NOT NULL,
    "inputTokens" INTEGER NOT NULL,
    "outputTokens" INTEGER NOT NULL,
    "ms" INTEGER NOT NULL,

    CONSTRAINT "LlmCall_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LlmCall_at_idx" ON "LlmCall"("at");
