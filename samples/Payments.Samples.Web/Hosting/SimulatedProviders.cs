using Payments.Simulator;

namespace Payments.Samples.Web.Hosting;

/// <summary>The simulators that stand in for the providers, and the configuration that points the shop at them.</summary>
internal static class SimulatedProviders
{
    public static async Task<PaymentsSimulator> StartAsync(IReadOnlyList<SampleProvider> providers, ShopAddresses addresses, ConfigurationManager configuration)
    {
        var simulators = new PaymentsSimulator([.. providers.Select(provider => provider.Simulator)]);
        foreach (var provider in providers)
        {
            // This shop may run for days.
            (provider.Simulator.Options.RecordTraffic, provider.Simulator.Options.KeepRequests) = (false, false);
            provider.Simulator.AddWebhookEndpoint(addresses.WebhookUrl(provider.Name));
        }

        await simulators.StartAsync();
        configuration.AddConfiguration(SampleConfiguration.Simulated(providers));
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // Square signs its own idea of the address, Toss has a page of its own only in this flow, and Inicis' page begins with a script.
            ["Payments:Square:WebhookSubscriptions:0:NotificationUrl"] = addresses.WebhookUrl("square").OriginalString,
            ["Payments:Toss:Flow"] = "HostedWindow",
            ["Payments:Inicis:ScriptAddress"] = new Uri(simulators["inicis"].BaseAddress, "/stdjs/INIStdPay.js").AbsoluteUri,
        });
        return simulators;
    }
}
