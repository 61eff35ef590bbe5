using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments.Abstractions.Tests;

/// <summary>What is measured, under which names, how often; and that measuring never fails a payment.</summary>
internal sealed class TelemetryTests
{
    private static PaymentHost Host(RecordingMeters meters, RecordingLogger? logger = null, PaymentProviderCapabilities? capabilities = null) => new(capabilities, services: services =>
    {
        services.AddSingleton<IMeterFactory>(meters);
        if (logger is not null)
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logger));
    });

    [Test]
    public async Task Names_units_and_labels()
    {
        using var meters = new RecordingMeters();
        await using var host = Host(meters);
        await host.CreateAsync();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Failed, id: "pay_2", order: "Order-1002") with { Error = Make.Error(PaymentErrorCode.InsufficientFunds) });
        await host.Provider.CreatePaymentAsync(Make.Request(order: "Order-1002"));
        var unknown = Make.Refund(1) with { Payment = PaymentReference.From(Make.Provider, "nobody") };
        host.Fake.Throws(PaymentOperations.Get, Make.NotFound());
        await host.TellAsync("evt_1", Make.Event("evt_1", refund: unknown));
        host.Fake.Throws(PaymentOperations.Create, Make.Refused());
        await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(Make.Request(order: "Order-1003")));

        Assert.That(meters.Of("payment.attempts").Where(m => m.Tags["operation"] == "create").Select(m => m.ToString()), Is.All.EqualTo("payment.attempts 1 provider=fake operation=create method=card currency=USD").And.Exactly(3).Items);
        Assert.That(meters.Of("payment.successes").Single().ToString(), Is.EqualTo("payment.successes 1 provider=fake method=card currency=USD"));
        Assert.That(meters.Of("payment.failures").Single().ToString(), Is.EqualTo("payment.failures 1 provider=fake method=card currency=USD error.type=insufficient_funds"));
        Assert.That(meters.Of("payment.webhooks").Single().ToString(), Is.EqualTo("payment.webhooks 1 provider=fake result=foreign"));
        Assert.That(meters.Of("payment.duration").Last().Tags["error.type"], Is.EqualTo("invalid_request"));
        Assert.That(meters.Of("active.payments").Sum(m => m.Value), Is.Zero);
        Assert.That(meters.Of("active.payments").Count(), Is.EqualTo(6));
        Assert.That(
            meters.Measured.Select(m => (m.Instrument, m.Unit)).Distinct().Order(),
            Is.EqualTo(new[]
            {
                ("active.payments", "{operation}"), ("payment.attempts", "{attempt}"), ("payment.duration", "s"), ("payment.failures", "{payment}"),
                ("payment.successes", "{payment}"), ("payment.webhooks", "{webhook}"),
            }));
    }

    [Test]
    public async Task Each_delivery_that_a_handler_refused_is_counted()
    {
        using var meters = new RecordingMeters();
        await using var host = Host(meters);
        host.Handler.FailsNext();
        await host.CreateAsync();
        Assert.That(meters.Of("payment.handler.failures").Single().ToString(), Is.EqualTo("payment.handler.failures 1 provider=fake"));
        host.Step(3600);
        await host.Reconciler.RunOnceAsync();
        Assert.That(meters.Of("payment.handler.failures").Count(), Is.EqualTo(1), "it was taken this time");
    }

    [Test]
    public async Task A_webhook_that_cannot_be_stored_is_counted()
    {
        using var meters = new RecordingMeters();
        await using var host = Host(meters);
        host.Options.MaxWebhooksInMemory = 0;
        await PaymentHost.CatchAsync<PaymentException>(() => host.Webhooks.ReceiveAsync(Make.Provider, new WebhookRequest { Body = "evt_1"u8.ToArray(), Headers = new Dictionary<string, string>() }));
        Assert.That(meters.Of("payment.webhooks").Select(m => m.Tags["result"]), Is.EqualTo(new[] { "signed", "unkept" }));
    }

    [Test]
    public async Task The_duration_is_measured_by_the_hosts_clock()
    {
        using var meters = new RecordingMeters();
        await using var host = Host(meters);
        host.Fake.Does(PaymentOperations.Create, request =>
        {
            host.Step(2.5);
            return Task.FromResult<object>(Make.Payment(PaymentStatus.Completed));
        });
        await host.Provider.CreatePaymentAsync(Make.Request());
        Assert.That(meters.Of("payment.duration").Single().Value, Is.EqualTo(2.5));
    }

    // A decline, another card, a success, a refund: one payment, counted by its first outcome.
    [Test]
    public async Task A_payment_is_counted_once()
    {
        using var meters = new RecordingMeters();
        await using var host = Host(meters);
        var payment = await host.CreateAsync(PaymentStatus.Failed);
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.RequiresAction, asOf: Make.At(100))));
        await host.TellAsync("evt_2", Make.Event("evt_2", Make.Payment(PaymentStatus.Completed, captured: 100, asOf: Make.At(101))));
        await host.Provider.RefundPaymentAsync(new() { Payment = payment });
        Assert.That((meters.Of("payment.failures").Count(), meters.Of("payment.successes").Count()), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Repeats_and_refused_requests_are_no_attempts()
    {
        using var meters = new RecordingMeters();
        await using var host = Host(meters);
        var request = Make.Request();
        await host.Provider.CreatePaymentAsync(request);
        await host.Provider.CreatePaymentAsync(request);
        await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(Make.Request(0)));
        Assert.That(meters.Of("payment.attempts").Count(), Is.EqualTo(1));
    }

    // An amount's currency may be anything that a provider makes up: labels stay few.
    [Test]
    public async Task An_unknown_currency_is_one_label()
    {
        using var meters = new RecordingMeters();
        await using var host = Host(meters, capabilities: FakeProvider.Everything with { Currencies = SupportedCurrencies.Of(isExhaustive: false, "USD") });
        await host.Provider.CreatePaymentAsync(new PaymentRequest { Amount = new Money(1, Currency.FromCode("ZZQ")), OrderId = "Order-1001" });
        Assert.That(meters.Of("payment.attempts").Single().Tags["currency"], Is.EqualTo("other"));
    }

    [Test]
    public async Task Listeners_and_loggers_that_throw_do_not_fail_a_payment()
    {
        using var meters = new RecordingMeters(throws: true);
        using var logger = new RecordingLogger(throws: true);
        foreach (var atStart in new[] { true, false })
        {
            using var activities = new RecordingActivities(throwsAtStart: atStart, throwsAtStop: !atStart);
            await using var host = Host(meters, logger);
            var payment = await host.CreateAsync();
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
            host.Fake.Throws(PaymentOperations.Refund, Make.Refused());
            await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.RefundPaymentAsync(new() { Payment = payment }));
            host.Handler.FailsNext();
            Assert.That((await host.Provider.RefundPaymentAsync(new() { Payment = payment })).Status, Is.EqualTo(RefundStatus.Completed));
        }

        Assert.That(meters.Measured, Is.Not.Empty);
        Assert.That(logger.Lines, Is.Not.Empty);
    }

    [Test]
    public async Task Activities_tell_operation_status_and_error()
    {
        using var activities = new RecordingActivities();
        await using var host = new PaymentHost();
        await host.CreateAsync();
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(Make.Request(order: "Order-1002")));
        Assert.That(
            activities.Stopped.Select(a => (a.OperationName, a.GetTagItem("payment.reference"), a.GetTagItem("payment.status"), a.GetTagItem("error.type"), a.GetTagItem("payment.outcome"), a.Status)),
            Is.EqualTo(new (string, object?, object?, object?, object?, ActivityStatusCode)[]
            {
                ("payment.create", "Order-1001", "completed", null, null, ActivityStatusCode.Unset),
                ("payment.create", "Order-1002", null, "timeout", "unknown", ActivityStatusCode.Error),
            }));
        Assert.That(Activity.Current, Is.Null);
    }

    [Test]
    public async Task A_refused_webhook_is_counted_and_logged()
    {
        using var meters = new RecordingMeters();
        using var logger = new RecordingLogger();
        await using var host = Host(meters, logger);
        host.Fake.Throws(PaymentOperations.Webhooks, new WebhookVerificationException("Not signed."));
        await PaymentHost.CatchAsync<WebhookVerificationException>(() => host.Provider.ProcessWebhookAsync(new() { Body = default, Headers = new Dictionary<string, string>() }));
        Assert.That(meters.Of("payment.webhooks").Single().Tags["result"], Is.EqualTo("refused"));
        Assert.That(logger.Lines.Single(), Does.Contain("InvalidSignature"));
    }

    [Test]
    public async Task A_store_that_forgets_is_told_of_at_the_start()
    {
        using var meters = new RecordingMeters();
        using var logger = new RecordingLogger();
        await using var host = Host(meters, logger, FakeProvider.Everything with { NeedsDurableStore = true });
        Assert.That(logger.Lines.Single(), Does.Contain("fake needs a durable store"));
    }
}
