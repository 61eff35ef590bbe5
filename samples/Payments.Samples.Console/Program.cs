using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Payments;
using Payments.Samples;
using Payments.Samples.ConsoleApp;
using Payments.Security;
using Payments.Simulator;

var known = SampleProviders.All();

if (!SampleOptions.TryParse(args, known, out var options, out var problem))
    return Refuse(problem);
if (options.Help)
{
    Console.Write(SampleOptions.HelpText(known));
    return ExitCodes.Ok;
}

// Without --live every provider is a server on the loopback address; with it, the keys that are set say which providers can be used.
var chosen = options.Choose(known);
using var stop = new StopSignal();
await using var simulators = new PaymentsSimulator([.. chosen.Select(provider => provider.Simulator)]);
IConfiguration configuration;
if (options.Live)
{
    configuration = SampleConfiguration.Live();
    if (!LiveKeys.TryChoose(ref chosen, configuration, out problem))
        return Refuse(problem);
}
else
{
    await simulators.StartAsync();
    configuration = SampleConfiguration.Simulated(chosen);
}

// From here on everything is as in any host: register, build, use.
var services = new ServiceCollection();
services.AddLogging();
services.AddSingleton<OrderBook>();
var payments = services.AddPayments().AddEventHandler<OrderBookHandler>();
foreach (var provider in chosen)
    provider.Register(payments, configuration.GetSection(provider.Section)); // AddStripe(configuration.GetSection("Payments:Stripe"))

// A host takes these keys out of its secret manager. Here they live as long as the process, and so do the cards.
services.AddPaymentsSecurity(
    _ => new PaymentKeyRing("sample", PaymentKey.CreateEphemeral("sample")),
    _ => new CardFingerprinter("sample", RandomNumberGenerator.GetBytes(CardFingerprinter.MinKeySize)));

await using var host = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
try
{
    host.GetRequiredService<IStartupValidator>().Validate(); // the generic host does this when it starts
}
catch (OptionsValidationException invalid)
{
    return Refuse($"The configuration is not valid: {string.Join(' ', invalid.Failures)}");
}

var report = Report.ForConsole();
var isStopped = false;
try
{
    await report.RunAsync(async () =>
    {
        foreach (var provider in chosen)
            await new Scenario(provider, options.Live ? null : provider.Simulator, host, report).RunAsync(stop.Token);
        await new VaultScenario(host.GetRequiredService<ITokenVault>(), report).RunAsync(stop.Token);
    });
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    isStopped = true;
}

report.Finish();
if (options.HarFile is { } file && !await HarFile.TryWriteAsync(simulators, file))
    return ExitCodes.Failed;
if (isStopped)
{
    await Console.Error.WriteLineAsync("Stopped. What was under way was finished, nothing new was begun.");
    return ExitCodes.Stopped;
}

return report.HasFailures ? ExitCodes.Failed : ExitCodes.Ok;

static int Refuse(string problem)
{
    Console.Error.WriteLine(problem);
    return ExitCodes.Usage;
}
