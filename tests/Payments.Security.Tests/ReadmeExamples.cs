using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments.Security.Tests;

/// <summary>The code of the README, compiled and run; a test holds the two together.</summary>
internal sealed partial class ReadmeExamples
{
    private readonly TimeProvider time = new ManualTimeProvider();

    [Test]
    public void Every_line_of_code_in_the_readme_stands_here()
    {
        var here = string.Concat(Directory.GetFiles(InRepository("tests/Payments.Security.Tests"), "Readme*.cs").Select(File.ReadAllText));
        var readme = File.ReadAllText(InRepository("src/Payments.Security/README.md"));
        var usings = new[] { "using Payments;", "using Payments.Security;" };
        var lines = CodeBlock().Matches(readme).SelectMany(block => block.Groups["code"].Value.Split('\n'))
            .Select(line => line.Split("//")[0].Trim()).Where(line => line.Length > 0).ToList();

        Assert.That(lines, Has.Count.GreaterThan(15));
        Assert.That(lines.Except(usings).Where(line => !here.Contains(line, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Webhooks()
    {
        var body = Encoding.UTF8.GetBytes("{}");
        var header = new TimestampedSignature().Sign("whsec_old", body, time.GetUtcNow());
        Assert.That(new AcmeWebhooks(time.GetUtcNow(), time).IsGenuine(header, body), Is.True);
    }

    [Test]
    public void Sources()
    {
        var sources = new WebhookSources(["3.36.173.151", "115.92.221.120/29"]);
        bool known = sources.Allows(IPAddress.Parse("::ffff:3.36.173.151"));
        Assert.That(known, Is.True);
    }

    [Test]
    public void Logs()
    {
        new ServiceCollection().AddLogging(logging =>
        {
            var builder = (Logging: logging, Services: logging.Services);
            builder.Logging.AddPaymentRedaction();
        });
        string safe = PaymentRedactor.Redact("card 4242 4242 4242 4242, \"cvv\":\"123\", sk_live_0123456789");
        Assert.That(safe, Is.EqualTo("card ***, \"cvv\":\"***\", sk_live_***"));
    }

    [Test]
    public void Hmac()
    {
        byte[] url = "https://shop.example/hook"u8.ToArray(), body = "{}"u8.ToArray(), key = "secret"u8.ToArray();
        Assert.That(IsSigned(new WebhookSecrets("secret"), time.GetUtcNow(), url, body, HmacSignature.Sha256Base64.Sign(key, url, body)), Is.True);
        Assert.That(IsSignedInParts(key, body, HmacSignature.Sha256Hex.Sign(key, "order-1:"u8, body)), Is.True);

        static bool IsSigned(WebhookSecrets secrets, DateTimeOffset now, byte[] url, byte[] body, string signature) =>
            HmacSignature.Sha256Base64.Verify(secrets, now, url, body, signature);

        static bool IsSignedInParts(byte[] key, byte[] body, string signature)
        {
            using var mac = HmacSignature.Sha256Hex.Begin(key);
            mac.Append("order-1:");
            mac.Append(body);
            return mac.Matches(signature);
        }
    }

    [Test]
    public void Cards()
    {
        using var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(output);
        var card = CardNumber.Parse("4242 4242 4242 4242");
        Console.WriteLine($"{card.Brand} {card}");
        Console.WriteLine(CardMask.Mask("4242424242424242", CardMaskStyle.FirstSixLastFour));
        Console.WriteLine(Mask.Secret("sk_test_example-not-a-key"));
        Console.SetOut(console);
        Assert.That(output.ToString().ReplaceLineEndings("|"), Is.EqualTo("visa ************4242|424242******4242|sk_test_***|"));
    }

    [Test]
    public async Task Vault()
    {
        var builder = NewHost();
        foreach (var id in new[] { "2026-11", "2025-11", "fp1" })
            builder.Configuration[$"Shop:Keys:{id}"] = Convert.ToBase64String(new byte[32]);
        byte[] Key(string id) => Convert.FromBase64String(builder.Configuration[$"Shop:Keys:{id}"]!);

        builder.Services.AddPaymentsSecurity(
            _ => new PaymentKeyRing("2026-11", new PaymentKey("2026-11", Key("2026-11")), new PaymentKey("2025-11", Key("2025-11"))),
            _ => new CardFingerprinter("fp1", Key("fp1")));
        await using var provider = builder.Services.BuildServiceProvider();
        var (app, card) = ((Services: provider, Name: ""), CardNumber.Parse("4242424242424242"));

        var vault = app.Services.GetRequiredService<ITokenVault>();
        var cache = app.Services.GetRequiredService<IVerificationValueCache>();
        var protector = app.Services.GetRequiredService<IPaymentDataProtector>();

        CardToken token = await vault.TokenizeAsync(card, new() { Purpose = "charge", ExpiresAfter = TimeSpan.FromDays(30) });
        CardNumber again = await vault.DetokenizeAsync(token.Token, "charge");
        await vault.InvalidateAsync(token.Token);

        cache.Hold(token.Token, CardVerificationValue.Parse("123"));
        CardVerificationValue? once = cache.Take(token.Token);

        byte[] state = [1, 2, 3], paymentId = "pay_1"u8.ToArray();
        byte[] sealedState = protector.Protect(state, purpose: "provider-state", associatedData: paymentId);
        byte[] opened = protector.Unprotect(sealedState, "provider-state", paymentId);

        Assert.That(again, Is.EqualTo(card));
        Assert.That(once?.Reveal(), Is.EqualTo("123"));
        Assert.That(cache.Take(token.Token), Is.Null);
        Assert.That(opened, Is.EqualTo(state));
    }

    [Test]
    public async Task Access()
    {
        var builder = NewHost();
        builder.Services.AddPayments()
            .AddAccessPolicy(options => options
                .AllowRoles(PaymentAction.Refund, "support", "finance")
                .AllowScopes(PaymentAction.Capture, "payments:capture")
                .Limit(PaymentAction.Refund, TimeSpan.FromDays(1), maxCount: 20, new Money(500, "USD"), new Money(700_000, "KRW")));
        await using var provider = builder.Services.BuildServiceProvider();
        Assert.That(
            async () => await provider.GetRequiredService<PaymentAccess>().DemandAsync(new() { Action = PaymentAction.Refund }),
            Throws.InstanceOf<PaymentAccessDeniedException>());
    }

    [Test]
    public async Task Audit()
    {
        var builder = NewHost();
        builder.Configuration["Audit:Key"] = Convert.ToBase64String(new byte[32]);
        var auditSecret = Convert.FromBase64String(builder.Configuration["Audit:Key"]!);

        builder.Services.AddPayments()
            .AddAuditLog(options =>
            {
                options.Key = AuditKey.FromSecret("a1", auditSecret);
                options.File = "/var/lib/shop/audit.jsonl";
            });
        builder.Services.AddSingleton<IAuditStore>(new InMemoryAuditStore());
        await using var provider = builder.Services.BuildServiceProvider();
        var (key, store) = (AuditKey.FromSecret("a1", auditSecret), provider.GetRequiredService<IAuditStore>());
        var checkpoint = await provider.GetRequiredService<AuditLog>().CheckpointAsync();
        Assert.That(await IsIntactAsync(key, store, [checkpoint.Text]), Is.True);
        Assert.That(await IsIntactAsync(key, new InMemoryAuditStore(), [checkpoint.Text]), Is.False);

        static async Task<bool> IsIntactAsync(AuditKey auditKey, IAuditStore auditStore, IEnumerable<string> checkpoints)
        {
            var verifier = new AuditVerifier([auditKey], checkpoints.Select(AuditCheckpoint.Parse));
            AuditVerification found = await verifier.VerifyAsync(auditStore);
            foreach (AuditProblem problem in found.Problems)
                Console.WriteLine($"{problem.Sequence}: {problem.Kind}");
            return found.IsIntact;
        }
    }

    /// <summary>What the page's lines call on a builder.</summary>
    internal static (ServiceCollection Services, ConfigurationManager Configuration) NewHost() => (new ServiceCollection(), new ConfigurationManager());

    private static string InRepository(string path)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, path);
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    private sealed class AcmeWebhooks(DateTimeOffset rotationEnd, TimeProvider time)
    {
        private readonly WebhookSecrets _secrets = new("whsec_new", new WebhookSecret("whsec_old", notAfter: rotationEnd));
        private readonly TimestampedSignature _scheme = new(timestampName: "t", signatureName: "v1", tolerance: TimeSpan.FromMinutes(5));

        public bool IsGenuine(string header, byte[] body) => _scheme.Verify(_secrets, header, body, time.GetUtcNow()) == SignatureCheck.Valid;
    }
}
