-- CreateTable
CREATE TABLE "LastSign" (
    "channel" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LastSign_pkey" PRIMARY KEY ("channel")
);
