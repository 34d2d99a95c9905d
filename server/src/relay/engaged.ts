/** Who takes part in something that has not ended. */
export interface Engaged {
  add(row: { id: string; visitor_id: string; agent_id: string }): void;
  remove(id: string): void;
  visitor(visitorId: string): boolean;
  agent(agentId: string): boolean;
}

/** Makes {@link Engaged}: most visitors who leave never shared anything, and the database need not be asked about them. */
export function createEngaged(): Engaged {
  const open = new Map<string, { visitor_id: string; agent_id: string }>();
  const some = (fits: (one: { visitor_id: string; agent_id: string }) => boolean) => {
    for (const one of open.values()) if (fits(one)) return true;
    return false;
  };
  return {
    add: (row) => void open.set(row.id, row),
    remove: (id) => void open.delete(id),
    visitor: (id) => some((one) => one.visitor_id === id),
    agent: (id) => some((one) => one.agent_id === id),
  };
}
