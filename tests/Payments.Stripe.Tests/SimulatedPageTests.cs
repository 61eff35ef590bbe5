using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.Stripe.Tests;

/// <summary>A page that is known by its intent alone, through the whole pipeline.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SimulatedPageTests : IAsyncDisposable
{
    private readonly TestClock _clock = new();
    private readonly StripeSimulator _simulator;
    private ServiceProvider _services = null!;

    public SimulatedPageTests() => _simulator = new StripeSimulator(new StripeSimulatorOptions { TimeProvider = _clock });

    private IPaymentProvider Provider => _services.GetRequiredKeyedService<IPaymentProvider>("stripe");

    [SetUp]
    public async Task StartAsync()
    {
        await _simulator.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddPayments().AddStripe(options =>
        {
            options.BaseAddress = _simulator.BaseAddress;
            options.SecretKey = _simulator.SecretKey;
        });
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Test]
    public async Task A_declined_payer_may_try_again_until_the_page_is_closed()
    {
        var (session, intent) = await AttemptAsync(page => _simulator.DeclineAsync(page));
        var read = await Provider.GetPaymentAsync(intent);
        var closed = await Provider.CancelPaymentAsync(new CancelRequest { Payment = intent });
        Assert.Multiple(() =>
        {
            Assert.That((read.Status, read.Reference.PaymentId), Is.EqualTo((PaymentStatus.RequiresAction, session.PaymentId)));
            Assert.That(read.NextAction, Is.TypeOf<RedirectAction>());
            Assert.That((closed.Status, closed.Reference.PaymentId), Is.EqualTo((PaymentStatus.Expired, session.PaymentId)));
        });
        Assert.That((await Provider.GetPaymentAsync(intent)).Status, Is.EqualTo(PaymentStatus.Expired));
    }

    [Test]
    public async Task A_payment_that_fails_late_has_failed()
    {
        var (_, intent) = await AttemptAsync(page => _simulator.PayLateAsync(page));
        Assert.That((await Provider.GetPaymentAsync(intent)).Status, Is.EqualTo(PaymentStatus.Processing));
        await _simulator.SettlePendingAsync(succeed: false);
        var failed = await Provider.GetPaymentAsync(intent);
        Assert.That((failed.Status, failed.Error?.Kind), Is.EqualTo((PaymentStatus.Failed, (PaymentErrorKind?)PaymentErrorKind.Declined)));
    }

    private async Task<(PaymentReference Session, PaymentReference Intent)> AttemptAsync(Func<string, Task> payer)
    {
        var session = (await Provider.CreatePaymentAsync(Requests.Hosted())).Reference;
        await payer(session.PaymentId!);
        var whole = await Provider.GetPaymentAsync(session);
        return (session, new PaymentReference("stripe", whole.Reference.GetRelated("payment_intent")));
    }
}
