-- CreateTable
CREATE TABLE "WebBorrowedPhoto" (
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebBorrowedPhoto_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "WebBorrowedPhoto_at_idx" ON "WebBorrowedPhoto"("at");
