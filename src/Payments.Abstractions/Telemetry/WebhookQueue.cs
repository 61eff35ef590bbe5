using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>The webhook inbox as a queue, where the inbox can say how it stands.</summary>
internal sealed class WebhookQueue(IServiceScopeFactory scopes) : IPaymentQueue
{
    public string Name => "webhooks";

    public async ValueTask<PaymentQueueState?> ReadStateAsync(CancellationToken cancellationToken = default)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return scope.ServiceProvider.GetRequiredService<IWebhookInbox>() is IPaymentQueue inbox
                ? await inbox.ReadStateAsync(cancellationToken).ConfigureAwait(false)
                : null;
        }
    }
}
