import { sessionGate } from '~/api/sessionGate'
import { clearDevice } from '~/lib/device'
import { leaveFor } from '~/lib/leave'

/** Leaves for good: nothing of the customer stays on this device, and the fresh page forgets what was in memory. */
export function leaveNothing(address: string): void {
  // What this page still asks for meets no session any more, and nobody is to be asked to sign in over it.
  sessionGate.disarm()
  clearDevice()
  leaveFor(address)
}
