import { Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** In the sheet each control has a visible name; in the row its place and its words say enough. */
export function Field({ label, shown, children }: { label: string; shown: boolean; children: ReactNode }) {
  if (!shown) return children
  return (
    <div>
      <Text fz="sm" fw={500} mb={8} aria-hidden>
        {label}
      </Text>
      {children}
    </div>
  )
}
