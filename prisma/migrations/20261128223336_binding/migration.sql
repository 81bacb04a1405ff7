-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "boundAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "BindingTry" (
    "id" SERIAL NOT NULL,
    "accountId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BindingTry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "BindingTry_accountId_at_idx" ON "BindingTry"("accountId", "at");

-- AddForeignKey
ALTER TABLE "BindingTry" ADD CONSTRAINT "BindingTry_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Members are named by their accounts too.
CREATE TRIGGER community_changed AFTER UPDATE OF "personId" ON "Account"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();
