using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Payments;
using Payments.CoinGate;
using Payments.Samples.ConsoleApp;
using Payments.Security;
using Payments.Simulator;

// One line per provider: its section of the configuration, its simulator, what the section holds in a simulated run, its registration.
SampleProvider[] known =
[
    SampleProvider.Of("Stripe", new StripeSimulator(), s => new() { ["SecretKey"] = s.SecretKey, ["WebhookSecrets:0:Value"] = StripeSimulator.DefaultWebhookSecret }, (payments, section) => payments.AddStripe(section)),
    SampleProvider.Of("Toss", new TossSimulator(), s => new() { ["SecretKey"] = s.SecretKey, ["ClientKey"] = s.ClientKey }, (payments, section) => payments.AddToss(section)),
    SampleProvider.Of("KakaoPay", new KakaoPaySimulator(), s => new() { ["SecretKey"] = s.SecretKey, ["Cid"] = s.Cid }, (payments, section) => payments.AddKakaoPay(section)),
    SampleProvider.Of("Inicis", new InicisSimulator(), s => new() { ["MerchantId"] = s.Merchant.MerchantId, ["SignKey"] = s.Merchant.SignKey, ["ApiKey"] = s.Merchant.ApiKey, ["ApiIv"] = s.Merchant.ApiIv, ["ClientIp"] = "203.0.113.7" }, (payments, section) => payments.AddInicis(section), "ApprovalAddresses:fc"),
    SampleProvider.Of("Coinbase", new CoinbaseSimulator(), s => new() { ["ApiKeyId"] = s.ApiKeyId, ["ApiKeySecret"] = s.ApiKeySecret, ["WebhookSecrets:0:Value"] = CoinbaseSimulator.DefaultWebhookSecret }, (payments, section) => payments.AddCoinbase(section)),
    SampleProvider.Of("NaverPay", new NaverPaySimulator(), s => new() { ["ClientId"] = s.ClientId, ["ClientSecret"] = s.ClientSecret, ["ChainId"] = s.ChainId }, (payments, section) => payments.AddNaverPay(section), "PcPageAddress", "MobilePageAddress"),
    SampleProvider.Of("PayPal", new PayPalSimulator(), s => new() { ["ClientId"] = s.ClientId, ["ClientSecret"] = s.ClientSecret, ["WebhookIds:0:Value"] = PayPalSimulator.DefaultWebhookId, ["WebhookCertificateRoots:0"] = s.RootCertificatePem }, (payments, section) => payments.AddPayPal(section)),
    SampleProvider.Of("BitPay", new BitPaySimulator(), s => new() { ["Facade"] = "Merchant", ["ApiToken"] = s.MerchantToken, ["PrivateKey"] = s.PrivateKey }, (payments, section) => payments.AddBitPay(section)),
    SampleProvider.Of("Square", new SquareSimulator(), s => new() { ["AccessToken"] = s.AccessToken, ["LocationId"] = s.LocationId, ["Currency"] = "USD", ["WebhookSubscriptions:0:NotificationUrl"] = s.NotificationUrl.OriginalString, ["WebhookSubscriptions:0:SignatureKeys:0:Value"] = SquareSimulator.DefaultSignatureKey }, (payments, section) => payments.AddSquare(section)),
    SampleProvider.Of("Adyen", new AdyenSimulator(), s => new() { ["ApiKey"] = s.ApiKey, ["MerchantAccount"] = s.MerchantAccount, ["WebhookSecrets:0:Value"] = AdyenSimulator.DefaultWebhookSecret }, (payments, section) => payments.AddAdyen(section)),
    SampleProvider.Of("CoinGate", new CoinGateSimulator(), s => new() { ["ApiToken"] = s.ApiToken, ["ReceiveCurrency"] = "EUR", ["WebhookSecrets:0:Value"] = "sample-callback-secret", ["RefundLedgerAccountId"] = CoinGateSimulator.LedgerAccountId }, (payments, section) => payments.AddCoinGate(section)) with { RefundExtras = [new CoinGateRefundExtras { Address = "bc1qsample", Email = "sample@example.com", CurrencyId = CoinGateSimulator.RefundCurrencyId, PlatformId = CoinGateSimulator.RefundPlatformId }] },
];

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
