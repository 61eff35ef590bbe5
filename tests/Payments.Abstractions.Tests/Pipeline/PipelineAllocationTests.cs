using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>
/// What the pipeline costs around a provider that does nothing, so that it does not creep up unseen. tests/Payments.Benchmarks measures the same, and
/// tells how much of it the payment memory keeps.
/// </summary>
internal sealed class PipelineAllocationTests
{
    private const int Payments = 10_000;
    private ServiceProvider _host = null!;
    private IPaymentProvider _provider = null!;
    private PaymentRequest[] _requests = null!;
    private int _next;

    [SetUp]
    public void Start()
    {
        var services = new ServiceCollection();
        services.AddPayments().AddProvider("idle", (_, _) => new IdleProvider());
        _host = services.BuildServiceProvider();
        _provider = _host.GetRequiredService<IPaymentProvider>();
        _requests = [.. Enumerable.Range(0, Payments).Select(i => Make.Request(order: $"Order-{i}"))];
        _next = 0;
    }

    [TearDown]
    public void Stop() => _host.Dispose();

    [Test]
    public void Creating_a_payment_allocates_little() =>
        AssertAllocates(() => _provider.CreatePaymentAsync(_requests[_next++]), release: 4_700, debug: 7_700);

    [Test]
    public async Task A_repeat_of_a_key_allocates_little()
    {
        await _provider.CreatePaymentAsync(_requests[0]);
        AssertAllocates(() => _provider.CreatePaymentAsync(_requests[0]), release: 720, debug: 1_900);
    }

    [Test]
    public async Task Reading_a_payment_allocates_little()
    {
        var payment = (await _provider.CreatePaymentAsync(_requests[0])).Reference;
        AssertAllocates(() => _provider.GetPaymentAsync(payment), release: 1_600, debug: 3_100);
    }

    private static void AssertAllocates(Func<Task> call, long release, long debug)
    {
        var bytes = Allocations.Of(call);
        TestContext.Out.WriteLine($"{bytes} bytes");
        Assert.That(bytes, Is.LessThanOrEqualTo(Allocations.IsDebugBuild ? debug : release));
    }

    private sealed class IdleProvider() : PaymentProvider("idle")
    {
        private int _lastId;

        public override PaymentProviderCapabilities Capabilities => FakeProvider.Everything;

        public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(Make.Payment(Name, request, PaymentStatus.Completed, $"pay_{++_lastId}"));

        public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) =>
            Task.FromResult(payment.Known!);
    }
}
