/** Arguments of `identity.create` for somebody of that name. */
export function newPerson(name: string): object {
  return {
    name,
    birth: { year: 1990, month: 5, day: 17 },
    mark: { colour: 'red', picture: 'star', phrase: 'Sunday' },
    delivery: 'all',
  };
}
