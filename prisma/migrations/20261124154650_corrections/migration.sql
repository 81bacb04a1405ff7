-- CreateEnum
CREATE TYPE "CorrectionSource" AS ENUM ('staff', 'resident', 'card');

-- CreateTable
CREATE TABLE "Correction" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ticketId" INTEGER,
    "fromLabel" TEXT NOT NULL,
    "toLabel" TEXT NOT NULL,
    "source" "CorrectionSource" NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "Correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Correction_ticketId_idx" ON "Correction"("ticketId");

-- AddForeignKey
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE SET NULL ON UPDATE CASCADE;
