-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "paused" BOOLEAN NOT NULL DEFAULT false;
