namespace Payments.Benchmarks;

/// <summary>What the benchmarks measure of each provider, held to its bytes: they do not depend on what else the machine does.</summary>
public class ProviderAllocationTests
{
    // A build without optimization keeps each asynchronous method on the heap.
    private static readonly int Unoptimized = Allocations.IsDebugBuild ? 2_250 : 0;

    [TestCase("stripe", 7_350)]
    [TestCase("paypal", 7_700)]
    [TestCase("adyen", 6_800)]
    [TestCase("square", 7_600)]
    [TestCase("coinbase", 8_250, Description = "its token alone is a text of 1.3 kB")]
    [TestCase("bitpay", 7_000)]
    [TestCase("coingate", 6_300)]
    [TestCase("toss", 6_270)]
    [TestCase("kakaopay", 6_150)]
    [TestCase("naverpay", 6_220)]
    public async Task Creating_a_payment_allocates_little(string name, int most)
    {
        var wire = WireOf(name);
        using var stub = wire.Stub();
        var (host, provider) = wire.Open(stub);
        await using (host)
        {
            await provider.CreatePaymentAsync(wire.Create!);
            AssertAtMost(most + Unoptimized, Allocations.Of(() => provider.CreatePaymentAsync(wire.Create!)));
        }
    }

    [TestCase("stripe", 1_050)]
    [TestCase("paypal", 2_000)]
    [TestCase("adyen", 2_000)]
    [TestCase("square", 2_320)]
    [TestCase("coinbase", 2_120)]
    [TestCase("bitpay", 900)]
    [TestCase("coingate", 1_400)]
    [TestCase("toss", 600)]
    public async Task Verifying_a_webhook_allocates_little_whatever_else_is_in_it(string name, int most)
    {
        var wire = WireOf(name);
        using var stub = wire.Stub();
        var (host, provider) = wire.Open(stub);
        await using (host)
        {
            var (plain, padded) = (wire.Event!("x").Request, wire.Event(new string('x', 8_000)).Request);
            await provider.VerifyWebhookAsync(plain);
            var bytes = Allocations.Of(() => provider.VerifyWebhookAsync(plain));
            AssertAtMost(most + (Unoptimized / 8), bytes);
            Assert.That(Allocations.Of(() => provider.VerifyWebhookAsync(padded)), Is.InRange(bytes - 64, bytes + 64), "a long message");
        }
    }

    private static ProviderWire WireOf(string name) => ProviderWires.All.Single(wire => wire.Name == name);

    private static void AssertAtMost(long most, long bytes)
    {
        TestContext.Out.WriteLine($"{bytes} bytes");
        Assert.That(bytes, Is.LessThanOrEqualTo(most));
    }
}
