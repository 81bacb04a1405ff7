// Every column that leads to a person. A test compares the list with the schema, so that a new table cannot be forgotten.

/** What becomes of a column of somebody who becomes one with another person; `once`: the columns it is unique with. */
type Joined = "moved" | "dropped" | { once: string[] } | "stays with the account" | "see prisma-join";

/** `erased`: what becomes of it when the person is erased. */
export type Personal = { erased: string; joined: Joined };

export const PERSONAL: Record<string, Personal> = {
  "Person.name": { erased: "replaced", joined: "see prisma-join" },
  "Person.flatId": { erased: "emptied", joined: "see prisma-join" },
  // Who holds one, or has held one, joins nobody.
  "Member.personId": { erased: "an office must be given up first", joined: "see prisma-join" },
  "Account.personId": { erased: "stays with its id and name replaced", joined: "moved" },
  "Chat.personId": { erased: "stays with its id replaced", joined: "moved" },
  "Conversation.personId": { erased: "stays, its open question dropped", joined: { once: ["chatId"] } },
  "Message.accountId": { erased: "stays without words and pictures", joined: "stays with the account" },
  "Ticket.assigneeId": { erased: "an office must be given up first", joined: "moved" },
  "TicketReporter.personId": {
    erased: "stays: a household that nobody can name",
    joined: { once: ["ticketId"] },
  },
  "TicketEvent.actorId": { erased: "stays without words", joined: "moved" },
  "Outbound.personId": { erased: "stays without words", joined: "moved" },
  "MovedLimit.personId": {
    erased: "dropped: nobody is to be told any more",
    joined: { once: ["ticketId"] },
  },
  "BindingCode.personId": { erased: "dropped: nobody becomes them any more", joined: "dropped" },
  "BindingCode.byId": { erased: "dropped: nobody becomes them any more", joined: "dropped" },
  "Doubt.knownAccountId": { erased: "dropped", joined: "stays with the account" },
  "Doubt.freshAccountId": { erased: "dropped", joined: "stays with the account" },
  "BindingTry.accountId": { erased: "dropped", joined: "stays with the account" },
  "Rating.personId": {
    erased: "stays: stars that nobody can name",
    joined: { once: ["ticketId", "round"] },
  },
  "WebPost.author": { erased: "emptied by the web chat", joined: "stays with the account" },
  "WebPost.addressee": { erased: "emptied by the web chat", joined: "stays with the account" },
  "WebPhoto.owner": { erased: "deleted by the web chat", joined: "stays with the account" },
};
