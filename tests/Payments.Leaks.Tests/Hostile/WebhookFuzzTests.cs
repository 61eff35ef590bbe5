using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Payments.Leaks.Tests.Hostile;

/// <summary>Whatever is posted to a webhook endpoint, signed or not: it is a webhook, or it is refused, soon.</summary>
internal sealed partial class WebhookFuzzTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly byte[][] Monsters = [.. new[]
    {
        "", " ", "null", "0", "\"\"", "[]", "{}", "[{}]", "\u0000", "\uFEFF{}", "{\"a\":1,\"a\":2}", "<xml/>", "=", "&&&", "a=b&a=c", "%", "%ZZ=%u1234",
        new string('[', 50_000), string.Concat(Enumerable.Repeat("{\"data\":", 20_000)), new string('[', 5_000) + new string(']', 5_000), "1e999999999", new string('9', 100_000),
        "{\"id\":" + new string('9', 5_000) + "}", string.Concat(Enumerable.Repeat("a=1&", 50_000)), "\"" + new string('\\', 9_999), "{\"type\":\"" + new string('x', 200_000) + "\"}",
    }.Select(Encoding.UTF8.GetBytes), [0xFF, 0xFE], [0xC3, 0x28], [(byte)'{', (byte)'"', 0xED, 0xA0, 0x80, (byte)'"', (byte)':', (byte)'1', (byte)'}']];

    private static readonly string[] Values =
        ["null", "true", "{}", "[]", "[[[[]]]]", "\"\"", "-1", "1e400", "1.5", "-0", "99999999999999999999999999999999999999999999", "\"\\ud800\"", "\"9999-99-99T99:99:99Z\"", "{\"id\":[]}"];

    private static readonly string[] ContentTypes =
        ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-7", "application/json;charset=", "multipart/form-data", "", ";;;", "*/*"];

    private static readonly byte[][] Fixtures = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Events"), "*.json", SearchOption.AllDirectories).Select(File.ReadAllBytes)];

    [TestCaseSource(typeof(LeakSubjects), nameof(LeakSubjects.All))]
    public async Task Whatever_is_posted_is_verified_or_refused(LeakSubject subject)
    {
        await using var host = await LeakHost.StartAsync(subject, new Sightings(), speed: 4);
        if (!host.Provider.Supports(PaymentOperations.Webhooks))
            Assert.Ignore("It sends no webhooks.");
        await new Journey(host, []).WalkAsync();
        var sent = host.Simulator.Webhooks;
        Assert.That(Fixtures, Is.Not.Empty);

        byte[][] samples = [.. sent.Select(webhook => webhook.Body.ToArray()), .. Fixtures];
        IReadOnlyDictionary<string, string>[] headers = [new Dictionary<string, string>(), .. sent.Select(webhook => webhook.Headers)];
        var refused = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Bodies(samples).ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (body, seed) =>
        {
            var request = RequestOf(host, body, headers, new Random(seed));
            var begun = Stopwatch.GetTimestamp();
            try
            {
                host.Provider.VerifyWebhookAsync(request).WaitAsync(Soon).GetAwaiter().GetResult();
            }
            catch (WebhookVerificationException)
            {
                refused++;
            }

            return Stopwatch.GetElapsedTime(begun) < Soon;
        }));
        Assert.That(refused, Is.Positive);
    }

    private static Gen<byte[]> Bodies(byte[][] samples) => Gen.OneOf(
        Gen.Elements(Monsters),
        ArbMap.Default.GeneratorFor<byte[]>(),
        from sample in Gen.Elements(samples) from end in Gen.Choose(0, sample.Length) select sample[..end],
        from sample in Gen.Elements(samples) from seed in Gen.Choose(0, int.MaxValue - 1) select Scrambled(sample, new Random(seed)),
        from sample in Gen.Elements(samples) from seed in Gen.Choose(0, int.MaxValue - 1) select WithOtherValues(sample, new Random(seed)));

    private static byte[] Scrambled(byte[] sample, Random random)
    {
        var bytes = sample.ToList();
        for (var edits = random.Next(1, 6); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] WithOtherValues(byte[] sample, Random random) =>
        Encoding.UTF8.GetBytes(Value().Replace(Encoding.UTF8.GetString(sample), match => random.Next(8) == 0 ? Values[random.Next(Values.Length)] : match.Value));

    private static WebhookRequest RequestOf(LeakHost host, byte[] body, IReadOnlyDictionary<string, string>[] known, Random random)
    {
        var (content, headers) = ((ReadOnlyMemory<byte>)body, new Dictionary<string, string>(known[random.Next(known.Length)], StringComparer.OrdinalIgnoreCase));
        if (random.Next(2) == 0)
        {
            // What the provider itself signs gets past the signature, to the parser.
            var signed = host.Simulator.SignBody(body);
            (content, headers) = (signed.Body, new Dictionary<string, string>(signed.Headers, StringComparer.OrdinalIgnoreCase));
        }

        if (random.Next(4) == 0)
            headers["Content-Type"] = ContentTypes[random.Next(ContentTypes.Length)];
        if (random.Next(4) == 0 && headers.Count > 0)
            headers[headers.Keys.ElementAt(random.Next(headers.Count))] = string.Concat(Enumerable.Range(0, random.Next(100)).Select(_ => (char)random.Next(0x250)));
        return new WebhookRequest { Body = content, Headers = headers, Url = random.Next(2) == 0 ? new Uri("https://shop.example/hooks?a=%FF&token=x") : null };
    }

    [GeneratedRegex("""(?<=:\s*)("(\\.|[^"\\])*"|-?[0-9.]+|true|false|null)""")]
    private static partial Regex Value();
}
