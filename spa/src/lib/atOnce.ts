/** Does `deed` for each of them, a few at once. Answers those that it failed for; none stops the others. */
export async function eachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  deed: (item: T) => Promise<unknown>,
): Promise<T[]> {
  const waiting = [...items]
  const failed: T[] = []
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await deed(item)
      } catch {
        failed.push(item)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return failed
}
