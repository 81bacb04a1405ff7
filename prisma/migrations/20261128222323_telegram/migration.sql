-- AlterEnum
ALTER TYPE "OutboundState" ADD VALUE 'held';

-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "hears" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "leftAt" TIMESTAMPTZ(3),
ADD COLUMN     "mutedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "thread" TEXT;

-- AlterTable
ALTER TABLE "Outbound" ADD COLUMN     "doubtful" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "foldedId" INTEGER,
ADD COLUMN     "invites" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pressing" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "reaction" TEXT;

-- CreateTable
CREATE TABLE "BindingCode" (
    "id" SERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "byId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BindingCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TelegramUpdate" (
    "id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "waiting" JSONB,

    CONSTRAINT "TelegramUpdate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "BindingCode_hash_key" ON "BindingCode"("hash");

-- CreateIndex
CREATE INDEX "TelegramUpdate_at_idx" ON "TelegramUpdate"("at");

-- AddForeignKey
ALTER TABLE "BindingCode" ADD CONSTRAINT "BindingCode_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BindingCode" ADD CONSTRAINT "BindingCode_byId_fkey" FOREIGN KEY ("byId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
