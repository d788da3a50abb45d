import { create } from './store'

/** True from the first toast on: until then nobody needs the code that shows them. */
export const toastsWanted = create(false)

export async function toast(message: string, color: 'red' | 'yellow'): Promise<void> {
  toastsWanted.set(true)
  const { notifications } = await import('@mantine/notifications')
  notifications.show({ message, color })
}
