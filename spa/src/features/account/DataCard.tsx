import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import { wordsForError } from '~/features/problems/problemWords'
import { downloadFrom } from '~/lib/download'
import card from '~/ui/card.module.css'
import { Notice } from '~/ui/Notice'

export function DataCard() {
  const { i18n } = useLingui()
  const take = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/me/export')),
    onSuccess: ({ url }) => downloadFrom(url),
  })
  return (
    <section className={card.card} aria-labelledby="data">
      <h2 id="data" className={card.title}>
        <Trans>Your data</Trans>
      </h2>
      <p className={card.text}>
        <Trans>
          One ZIP with everything we keep of you: your account, conversations, prompts and payments as JSON,
          and all of your pictures.
        </Trans>
      </p>
      {take.error !== null && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(take.error))}</p>
        </Notice>
      )}
      {take.isSuccess && (
        <Notice role="status">
          <p>
            <Trans>Your download has begun. With many pictures it takes a while.</Trans>
          </p>
        </Notice>
      )}
      <div className={card.acts}>
        <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
          <Trans>Download everything</Trans>
        </Button>
      </div>
    </section>
  )
}
