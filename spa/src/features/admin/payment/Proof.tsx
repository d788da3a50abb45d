import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useDownload } from '../acts/useDownload'

/** Everything on record of the payment as a sheet of text, for a dispute. */
export function Proof({ id }: { id: string }) {
  const { download, busy } = useDownload()
  return (
    <Button
      size="xs"
      fz="sm"
      variant="default"
      loading={busy}
      onClick={() => download(`/api/v1/admin/payments/${id}/proof`)}
    >
      <Trans>Download the proof</Trans>
    </Button>
  )
}
