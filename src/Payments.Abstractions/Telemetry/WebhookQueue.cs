using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>The webhook inbox as a queue.</summary>
internal sealed class WebhookQueue(IServiceScopeFactory scopes) : IPaymentQueue
{
    public string Name => "webhooks";

    public async ValueTask<PaymentQueueState?> ReadStateAsync(CancellationToken cancellationToken = default)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var inbox = await scope.ServiceProvider.GetRequiredService<IWebhookInbox>().CountAsync(cancellationToken).ConfigureAwait(false);
            return new PaymentQueueState(inbox.Waiting, inbox.OldestReceivedAt, inbox.DeadLetters);
        }
    }
}
