using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>The order of the middleware, and what each stage sees.</summary>
internal sealed class PipelineOrderTests
{
    [Test]
    public async Task Every_layer_can_be_asked_for()
    {
        await using var host = new PaymentHost(payments: builder => builder.Use((_, inner) => new Probe(inner, [], "host")));
        Type[] layers =
        [
            typeof(TelemetryPaymentProvider), typeof(ValidatingPaymentProvider), typeof(ResolvingPaymentProvider), typeof(Probe), typeof(WebhookLedgerPaymentProvider),
            typeof(LedgerPaymentProvider), typeof(FakeProvider),
        ];
        Assert.That(layers.Select(layer => host.Provider.GetService(layer)?.GetType()), Is.EqualTo(layers));
        Assert.That(host.Provider.GetService(typeof(FakeProvider), "a key"), Is.Null);
        Assert.That(host.Provider.GetService<PaymentHost>(), Is.Null);
    }

    [Test]
    public async Task Stages_come_from_the_outside_in_and_the_first_added_is_the_outermost()
    {
        List<string> seen = [];
        await using var host = new PaymentHost(payments: builder =>
        {
            foreach (var stage in new[] { PaymentPipelineStage.Host, PaymentPipelineStage.Access, PaymentPipelineStage.Audit })
            {
                builder.Use((_, inner) => new Probe(inner, seen, stage + "1"), stage);
                builder.Use((_, inner) => new Probe(inner, seen, stage + "2"), stage);
            }
        });
        var payment = await host.CreateAsync();
        seen.Clear();
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = PaymentReference.From(Make.Provider, payment.Reference.PaymentId!) });

        // The audit sees what the caller asked for; from access on, everyone sees the real amount and the whole name.
        Assert.That(seen, Is.EqualTo(new[] { "Audit1  ", "Audit2  ", "Access1 100 USD Order-1001", "Access2 100 USD Order-1001", "Host1 100 USD Order-1001", "Host2 100 USD Order-1001" }));
    }

    [Test]
    public async Task The_hosts_middleware_is_outside_of_idempotency_and_sees_repeats()
    {
        List<string> seen = [];
        await using var host = new PaymentHost(payments: builder => builder.Use((_, inner) => new Probe(inner, seen, "host")));
        var payment = await host.CreateAsync();
        var request = new RefundRequest { Payment = payment, Amount = Make.Usd(10) };
        await host.Provider.RefundPaymentAsync(request);
        await host.Provider.RefundPaymentAsync(request);
        Assert.That((seen.Count, host.Fake.CallsOf(PaymentOperations.Refund).Count), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task The_provider_gets_what_is_known_of_the_payment()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = PaymentReference.From(Make.Provider, "pay_1") });
        var sent = host.Fake.CallsOf(PaymentOperations.Capture)[0].As<CaptureRequest>();
        Assert.That((sent.Payment.OrderId, sent.Payment.Known?.Status, sent.Amount), Is.EqualTo(("Order-1001", (PaymentStatus?)PaymentStatus.Authorized, (Money?)Make.Usd(100))));
    }

    [Test]
    public void Middleware_that_makes_no_provider_is_an_error()
    {
        using var services = new ServiceCollection().AddPayments().AddProvider("fake", (_, name) => new FakeProvider(name)).Use((_, _) => null!).Services.BuildServiceProvider();
        Assert.That(() => services.GetRequiredService<IPaymentProvider>(), Throws.InvalidOperationException.With.Message.Contains("made no provider"));
    }

    [Test]
    public async Task A_read_that_the_provider_cannot_do_is_answered_from_memory()
    {
        await using var host = new PaymentHost(FakeProvider.Everything with { Operations = PaymentOperations.Create });
        var payment = await host.CreateAsync();
        Assert.That(await host.Provider.GetPaymentStatusAsync(PaymentReference.From(Make.Provider, "pay_1")), Is.EqualTo(payment.Status));
        await PaymentHost.CatchAsync<PaymentOperationNotSupportedException>(() => host.Provider.GetPaymentAsync(PaymentReference.From(Make.Provider, "pay_2")));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Get), Is.Empty);
    }

    private sealed class Probe(IPaymentProvider inner, List<string> seen, string name) : DelegatingPaymentProvider(inner)
    {
        public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
        {
            seen.Add($"{name} {request.Amount} {request.Payment.OrderId}");
            return base.RefundPaymentAsync(request, cancellationToken);
        }
    }
}
