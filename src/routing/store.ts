// The port behind which the community is kept. Every method runs inside the step's one transaction.
import type { Community, StandIn } from "./community.ts";

export type CommunityStore = {
  /** Counts the changes of the community, by whatever process. */
  revision(): Promise<number>;
  load(): Promise<Community>;
  /** Notes a stand-in. */
  standIn(standIn: StandIn): Promise<void>;
};
