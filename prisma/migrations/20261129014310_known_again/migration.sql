-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "loginAt" TIMESTAMPTZ(3),
ADD COLUMN     "stable" TEXT;

-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "loginAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Doubt" (
    "id" SERIAL NOT NULL,
    "knownAccountId" INTEGER,
    "freshAccountId" INTEGER,
    "knownChatId" INTEGER,
    "freshChatId" INTEGER,
    "loginAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "same" BOOLEAN,

    CONSTRAINT "Doubt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Doubt_freshAccountId_idx" ON "Doubt"("freshAccountId");

-- CreateIndex
CREATE INDEX "Doubt_freshChatId_idx" ON "Doubt"("freshChatId");

-- CreateIndex
CREATE UNIQUE INDEX "Doubt_knownAccountId_freshAccountId_key" ON "Doubt"("knownAccountId", "freshAccountId");

-- CreateIndex
CREATE UNIQUE INDEX "Doubt_knownChatId_freshChatId_key" ON "Doubt"("knownChatId", "freshChatId");

-- CreateIndex
CREATE INDEX "Account_channel_stable_idx" ON "Account"("channel", "stable");

-- AddForeignKey
ALTER TABLE "Doubt" ADD CONSTRAINT "Doubt_knownAccountId_fkey" FOREIGN KEY ("knownAccountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Doubt" ADD CONSTRAINT "Doubt_freshAccountId_fkey" FOREIGN KEY ("freshAccountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Doubt" ADD CONSTRAINT "Doubt_knownChatId_fkey" FOREIGN KEY ("knownChatId") REFERENCES "Chat"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Doubt" ADD CONSTRAINT "Doubt_freshChatId_fkey" FOREIGN KEY ("freshChatId") REFERENCES "Chat"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Members are named by the ids of their accounts, which may change.
DROP TRIGGER community_changed ON "Account";
CREATE TRIGGER community_changed AFTER UPDATE OF "personId", "externalId" ON "Account"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();
