-- CreateTable
CREATE TABLE "MovedLimit" (
    "personId" INTEGER NOT NULL,
    "ticketId" INTEGER NOT NULL,
    "answerBy" TIMESTAMPTZ(3) NOT NULL,
    "resultBy" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MovedLimit_pkey" PRIMARY KEY ("personId","ticketId")
);

-- AddForeignKey
ALTER TABLE "MovedLimit" ADD CONSTRAINT "MovedLimit_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;
