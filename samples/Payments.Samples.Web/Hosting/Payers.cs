using Payments.Samples.Web.Shop;

namespace Payments.Samples.Web.Hosting;

/// <summary>
/// Payers who come at a pace of their own, however slow the shop is: <c>Shop:Payers:all</c> a second at each provider, or <c>Shop:Payers:stripe</c> at one.
/// None by default. Each of them opens the shop's pages, presses its buttons and the provider's, and looks at the order at the end.
/// </summary>
internal sealed class Payers(
    IReadOnlyList<SampleProvider> providers, IConfiguration configuration, ShopAddresses addresses, LocalTrust trust, TimeProvider time) : BackgroundService
{
    // Who comes while so many are still paying at a provider goes away again.
    private const int MostAtOnce = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var http = new HttpClient(trust.Handler()) { Timeout = TimeSpan.FromMinutes(2) };
        await Task.WhenAll(providers.Select(provider => ComeAsync(provider.Name, RateOf(provider.Name), http, stoppingToken)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private double RateOf(string provider) => configuration.GetValue<double?>($"Shop:Payers:{provider}") ?? configuration.GetValue("Shop:Payers:all", 0d);

    private async Task ComeAsync(string provider, double perSecond, HttpClient http, CancellationToken cancellationToken)
    {
        if (perSecond <= 0)
            return;
        using var room = new SemaphoreSlim(MostAtOnce);
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond), time);
        List<Task> paying = [];
        for (var number = 0; await NextAsync(clock, cancellationToken); number++)
        {
            paying.RemoveAll(payer => payer.IsCompleted);
            if (await room.WaitAsync(TimeSpan.Zero, CancellationToken.None))
                paying.Add(PayAsync(Catalogue.Products[number % Catalogue.Products.Count], room));
        }

        await Task.WhenAll(paying);

        async Task PayAsync(Product product, SemaphoreSlim place)
        {
            try
            {
                await new Payer(http, addresses).BuyAsync(product, provider, cancellationToken);
            }
            catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
            {
                // Gone for good. What went wrong is the shop's to measure.
            }
            finally
            {
                place.Release();
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer clock, CancellationToken cancellationToken)
    {
        try
        {
            return await clock.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
