using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>A host whose memory fills up: payments of a provider that does nothing, and a message about each.</summary>
internal sealed class GrowthShop(ServiceProvider host, string provider = "idle") : IDisposable
{
    // So that everything was compiled before it is measured.
    private const int Warm = 500;

    private readonly IPaymentProvider _provider = host.GetRequiredService<IPaymentProviderFactory>().GetProvider(provider);
    private readonly PaymentWebhooks _webhooks = host.GetRequiredService<PaymentWebhooks>();
    private int _payments;
    private int _received;
    private int _applied;

    /// <summary>So many payments, and so many messages in the inbox.</summary>
    internal async Task FillAsync(int size)
    {
        while (_payments < size)
            await CreateAsync();
        while (_received < size)
            await ReceiveAsync();
        while (_applied < Warm)
            await ApplyAsync();
    }

    internal Task CreateAsync() => _provider.CreatePaymentAsync(Requests.Make(Interlocked.Increment(ref _payments)));

    /// <summary>A message is verified and kept in the inbox.</summary>
    internal Task ReceiveAsync() => _webhooks.ReceiveAsync(provider, Message(Interlocked.Increment(ref _received), "r"));

    /// <summary>A message is verified, resolved and folded into its payment.</summary>
    internal Task ApplyAsync() => _provider.ProcessWebhookAsync(Message(Interlocked.Increment(ref _applied), "a"));

    public void Dispose() => host.Dispose();

    // About payments all over the memory.
    private WebhookRequest Message(int number, string kind) => IdleProvider.Paid((int)(number * 7_919L % Volatile.Read(ref _payments)) + 1, kind + number);
}
