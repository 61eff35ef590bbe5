using System.Net;
using System.Text;
using System.Text.RegularExpressions;
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
        var lines = CodeBlock().Matches(readme).SelectMany(block => block.Groups["code"].Value.Split('\n'))
            .Select(line => line.Split("//")[0].Trim()).Where(line => line.Length > 0).ToList();

        Assert.That(lines, Has.Count.GreaterThan(15));
        Assert.That(lines.Where(line => !here.Contains(line, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Webhooks()
    {
        var (rotationEnd, body) = (time.GetUtcNow(), Encoding.UTF8.GetBytes("{}"));
        var header = new TimestampedSignature().Sign("whsec_old", body, time.GetUtcNow());
        Assert.That(IsGenuine(rotationEnd, header, body), Is.True);
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
        ReadOnlySpan<byte> url = "https://shop.example/hook"u8, body = "{}"u8, key = "secret"u8;
        var secrets = new WebhookSecrets("secret");
        var signature = HmacSignature.Sha256Base64.Sign(key, url, body);
        bool square = HmacSignature.Sha256Base64.Verify(secrets, time.GetUtcNow(), url, body, signature);
        Assert.That(square, Is.True);

        signature = HmacSignature.Sha256Hex.Sign(key, "order-1:"u8, body);
        using var mac = HmacSignature.Sha256Hex.Begin(key);
        mac.Append("order-1:");
        mac.Append(body);
        bool fields = mac.Matches(signature);
        Assert.That(fields, Is.True);
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
        var (services, key, oldKey, fingerprintKey) = (new ServiceCollection(), new byte[32], new byte[32], new byte[32]);
        services.AddPaymentsSecurity(
            _ => new PaymentKeyRing("2026-11", new PaymentKey("2026-11", key), new PaymentKey("2025-11", oldKey)),
            _ => new CardFingerprinter("fp1", fingerprintKey));
        await using var provider = services.BuildServiceProvider();
        var (vault, cache) = (provider.GetRequiredService<ITokenVault>(), provider.GetRequiredService<IVerificationValueCache>());
        var (protector, card) = (provider.GetRequiredService<IPaymentDataProtector>(), CardNumber.Parse("4242424242424242"));
        var (state, paymentId) = (Encoding.UTF8.GetBytes("state"), Encoding.UTF8.GetBytes("pay_1"));

        CardToken token = await vault.TokenizeAsync(card, new() { Purpose = "charge", ExpiresAfter = TimeSpan.FromDays(30) });
        CardNumber again = await vault.DetokenizeAsync(token.Token, "charge");
        await vault.InvalidateAsync(token.Token);

        cache.Hold(token.Token, CardVerificationValue.Parse("123"));
        CardVerificationValue? once = cache.Take(token.Token);

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
        var services = new ServiceCollection();
        services.AddPayments()
            .AddAccessPolicy(options => options
                .AllowRoles(PaymentAction.Refund, "support", "finance")
                .AllowScopes(PaymentAction.Capture, "payments:capture")
                .Limit(PaymentAction.Refund, TimeSpan.FromDays(1), maxCount: 20, new Money(500, "USD"), new Money(700_000, "KRW")));
        await using var provider = services.BuildServiceProvider();
        Assert.That(
            async () => await provider.GetRequiredService<PaymentAccess>().DemandAsync(new() { Action = PaymentAction.Refund }),
            Throws.InstanceOf<PaymentAccessDeniedException>());
    }

    [Test]
    public async Task Audit()
    {
        var (services, auditSecret) = (new ServiceCollection(), new byte[32]);
        services.AddPayments()
            .AddAuditLog(options =>
            {
                options.Key = AuditKey.FromSecret("a1", auditSecret);
                options.File = "/var/lib/shop/audit.jsonl";
            });
        services.AddSingleton<IAuditStore>(new InMemoryAuditStore());
        await using var provider = services.BuildServiceProvider();
        var anchors = new[] { await provider.GetRequiredService<AuditLog>().CheckpointAsync() };
        var (auditKey, auditStore) = (AuditKey.FromSecret("a1", auditSecret), provider.GetRequiredService<IAuditStore>());

        AuditVerification found = await new AuditVerifier([auditKey], anchors).VerifyAsync(auditStore);
        foreach (AuditProblem problem in found.Problems)
            Console.WriteLine($"{problem.Sequence}: {problem.Kind}");
        Assert.That((found.IsIntact, found.Entries), Is.EqualTo((true, 1)));
    }

    private bool IsGenuine(DateTimeOffset rotationEnd, string header, byte[] body)
    {
        var secrets = new WebhookSecrets("whsec_new", new WebhookSecret("whsec_old", notAfter: rotationEnd));
        var scheme = new TimestampedSignature(timestampName: "t", signatureName: "v1", tolerance: TimeSpan.FromMinutes(5));

        SignatureCheck check = scheme.Verify(secrets, header, body, time.GetUtcNow());
        if (check != SignatureCheck.Valid)
            return false;

        return true;
    }

    private static string InRepository(string path)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, path);
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
