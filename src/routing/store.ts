// The port behind which the community is kept. Every method runs inside the step's one transaction.
import type { Community, StandIn } from "./community.ts";

export type CommunityStore = {
  /** Counts the changes of the community, by whatever process. */
  revision(): Promise<number>;
  load(): Promise<Community>;
  /** The flats of one unit of a building, by their rooms. */
  flats(buildingId: number, unit: string): Promise<{ id: number; room: string }[]>;
  /** Notes a stand-in. */
  standIn(standIn: StandIn): Promise<void>;
};
