/** To a page that is loaded afresh: nothing that this one knows goes along. */
export function leaveFor(address: string): void {
  location.assign(address)
}
