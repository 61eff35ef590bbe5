using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments.Abstractions.Tests;

/// <summary>Secrets go in wherever a secret may be, through every operation and failure; nothing that is written for people holds one.</summary>
internal sealed class CanaryTests
{
    private const string Card = "4242424242424242";
    private const string Secret = "sk_live_canary-737-4242424242424242";
    private static readonly string[] Canaries = [Card, "sk_live_canary", "-737-"];

    private static PaymentCustomer Customer => new()
    {
        Name = Secret, Email = Secret, Phone = Secret, BillingAddress = new PaymentAddress { Line1 = Secret, City = Secret }, ShippingAddress = new PaymentAddress { Line2 = Secret },
        IpAddress = IPAddress.Loopback,
    };

    private static PaymentRequest Request(string order) => new()
    {
        Amount = Make.Usd(100), OrderId = order, Description = Secret, CustomerId = Secret, Customer = Customer, PaymentToken = Secret, CaptureMode = CaptureMode.Manual,
        ReturnUrl = new Uri("https://shop.example/?s=" + Secret), Metadata = new Dictionary<string, string> { ["m"] = Secret },
        Items = [new PaymentItem { Name = Secret, UnitPrice = Make.Usd(100) }],
    };

    private static Payment Answer(PaymentStatus status, string order, string id) => Make.Payment(status, id: id, order: order, authorized: 100, captured: status.IsPaid() ? 100 : null) with
    {
        NextAction = new ClientSdkAction("fake.js", $$"""{"clientSecret":"{{Secret}}"}"""), ProviderState = Secret, Error = Words(PaymentErrorCode.Declined),
    };

    private static PaymentError Words(PaymentErrorCode code) => Make.Error(code, PaymentErrorKind.InvalidRequest) with { ProviderMessage = Secret, PayerMessage = Secret };

    private static IEnumerable<Exception> Failures()
    {
        yield return new PaymentRequestException("Refused.", Words(PaymentErrorCode.InvalidRequest), PaymentOutcome.Refused);
        yield return new PaymentProviderUnavailableException("No connection.", Words(PaymentErrorCode.NetworkError), PaymentOutcome.NeverSent);
        yield return new PaymentOutcomeUnknownException("No answer.", Words(PaymentErrorCode.Timeout));
        yield return new JsonException("Unexpected '" + Secret + "'", new IOException(Secret));
        yield return new OperationCanceledException(Secret);
    }

    [Test]
    public async Task Nothing_leaks_from_any_operation_or_failure()
    {
        using var meters = new RecordingMeters();
        using var logger = new RecordingLogger();
        using var activities = new RecordingActivities();
        var thrown = new List<Exception>();
        var failsToSave = false;
        await using var host = new PaymentHost(services: services =>
        {
            services.AddSingleton<IMeterFactory>(meters).AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logger));
            services.AddScoped<IPaymentTransactions>(provider => new FailingTransactions(provider.GetRequiredService<InMemoryPaymentStore>(), () => failsToSave));
        });

        var round = 0;
        foreach (var failure in new Exception?[] { null }.Concat(Failures()))
        {
            var (order, id) = ($"Order-{++round}", $"pay_{round}");
            await TryAsync(PaymentOperations.Create, failure, () => host.Provider.CreatePaymentAsync(Request(order)));
            host.Fake.Answers(PaymentOperations.Create, Answer(PaymentStatus.Authorized, order, id));
            var request = Request(order);
            var payment = await host.Provider.CreatePaymentAsync(request);
            await TryAsync(PaymentOperations.Confirm, failure, () => host.Provider.ConfirmPaymentAsync(new() { Payment = payment, ReturnParameters = new Dictionary<string, string> { [Secret] = Secret } }));
            await TryAsync(PaymentOperations.Capture, failure, () => host.Provider.CapturePaymentAsync(new() { Payment = payment, Amount = Make.Usd(100) }));
            await TryAsync(PaymentOperations.Cancel, failure, () => host.Provider.CancelPaymentAsync(new() { Payment = payment, Reason = Secret }));
            host.Fake.Answers(PaymentOperations.Get, Answer(PaymentStatus.Completed, order, id));
            host.Step();
            await host.Provider.GetPaymentAsync(payment);
            await TryAsync(PaymentOperations.Refund, failure, () => host.Provider.RefundPaymentAsync(new()
            {
                Payment = payment, Amount = Make.Usd(1), Reason = Secret, BankAccount = new RefundBankAccount { BankCode = Secret, AccountNumber = Card, HolderName = Secret },
            }));
            await TryAsync(PaymentOperations.Find, failure, () => host.Provider.FindPaymentsAsync(new() { OrderId = order }));
            await TryAsync(PaymentOperations.GetRefund, failure, () => host.Provider.GetRefundAsync(new RefundReference(payment) { RefundId = "re_1" }));
            await TryAsync(PaymentOperations.Webhooks, failure, () => host.Provider.ProcessWebhookAsync(Webhook()));
            host.Fake.Events.Enqueue(_ => throw failure ?? new InvalidOperationException(Secret));
            await host.Webhooks.ReceiveAsync(Make.Provider, Webhook());
            await host.Webhooks.DispatchAsync();
            host.Handler.Next.Enqueue(_ => throw new InvalidOperationException(Secret));
            await host.TellAsync($"evt_{round}", Make.Event($"evt_{round}", Answer(PaymentStatus.Disputed, order, id) with { AsOf = host.Time.GetUtcNow().AddHours(1) }));
            host.Time.Advance(TimeSpan.FromHours(7));
            host.Fake.Throws(PaymentOperations.Get, failure ?? new InvalidOperationException(Secret));
            await host.Reconciler.RunOnceAsync();
            await host.Reconciler.RunOnceAsync();
        }

        host.Fake.Does(PaymentOperations.Create, _ =>
        {
            failsToSave = true;
            return Task.FromResult<object>(Answer(PaymentStatus.Completed, "Order-last", "pay_last"));
        });
        await host.Provider.CreatePaymentAsync(Request("Order-last"));

        foreach (var canary in Canaries)
        {
            Assert.That(logger.Lines, Has.None.Contains(canary));
            Assert.That(meters.Measured.Select(measured => measured.ToString()), Has.None.Contains(canary));
            Assert.That(activities.Stopped.SelectMany(a => a.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(a.StatusDescription ?? "").Append(a.DisplayName)), Has.None.Contains(canary));
            Assert.That(thrown.OfType<PaymentException>().Select(exception => exception.ToString()), Has.None.Contains(canary));
        }

        Assert.That(thrown, Has.Count.GreaterThan(30));
        Assert.That(string.Join('\n', logger.Lines), Does.Contain("could not take the answer").And.Contain("A handler failed").And.Contain("could not be applied").And.Contain("broke"));

        async Task TryAsync(PaymentOperations operation, Exception? failure, Func<Task> call)
        {
            if (failure is not null)
                host.Fake.Throws(operation, failure);
            try
            {
                await call();
            }
            catch (Exception exception) when (exception is not AssertionException)
            {
                thrown.Add(exception);
            }
        }

        static WebhookRequest Webhook() => new() { Body = Encoding.UTF8.GetBytes(Secret), Headers = new Dictionary<string, string> { ["X"] = Secret } };
    }

    private static IEnumerable<TestCaseData> Printed()
    {
        var payment = Answer(PaymentStatus.Completed, "Order-1001", "pay_1");
        object[] values =
        [
            payment, Request("Order-1001"), Customer, new PaymentAddress { Line1 = Secret }, Words(PaymentErrorCode.Declined), payment.NextAction!, new OtherAction("k", Secret),
            new FormPostAction(new Uri("https://pay.example/f")) { Fields = new Dictionary<string, string> { ["f"] = Secret } },
            new RefundBankAccount { BankCode = Secret, AccountNumber = Secret, HolderName = Secret },
            new RefundRequest { Payment = payment, BankAccount = new RefundBankAccount { BankCode = "1", AccountNumber = Secret, HolderName = Secret } },
            new ConfirmPaymentRequest { Payment = payment, ReturnParameters = new Dictionary<string, string> { ["t"] = Secret } },
            Make.Refund(1) with { Error = Words(PaymentErrorCode.Declined) }, new SnapshotFact(payment, true), new FailedAttemptFact("a", Words(PaymentErrorCode.Declined)),
            Make.Event("e", payment), Make.Webhook("e", body: Secret), new WebhookRequest { Body = Encoding.UTF8.GetBytes(Secret), Headers = new Dictionary<string, string> { ["X"] = Secret } },
            new InboxEntry(1, Make.Webhook("e", body: Secret), Make.Start, 0), new PaymentChange("c", null, payment, PaymentChangeSource.Answer),
            new PendingOperation { Operation = PaymentOperations.Confirm, IdempotencyKey = "k", ReturnParameters = Secret, StartedAt = Make.Start },
            new PaymentRecord { Id = "r", Initial = payment, Payment = payment, CustomerId = Secret, UpdatedAt = Make.Start },
            new IdempotencyRecord { Key = new(Make.Provider, PaymentOperations.Create, "k"), Fingerprint = "f", State = IdempotencyState.Answered, FirstClaimedAt = Make.Start, LeaseUntil = Make.Start, Payment = payment },
        ];
        return values.Select(value => new TestCaseData(value).SetName($"Prints nothing: {value.GetType().Name}"));
    }

    [TestCaseSource(nameof(Printed))]
    public void Nothing_prints_a_secret(object value)
    {
        var text = value + string.Format(CultureInfo.InvariantCulture, "{0}", value);
        Assert.That(Canaries, Has.None.Matches<string>(canary => text.Contains(canary!, StringComparison.Ordinal)));
    }

    // The default serializer, reflection and all, over everything that hides a value by type.
    [Test]
    public void Sensitive_values_are_not_serialized()
    {
        var payment = Answer(PaymentStatus.Completed, "Order-1001", "pay_1") with { Error = null };
        var request = new PaymentRequest { Amount = Make.Usd(1), OrderId = "Order-1001", Customer = Customer, PaymentToken = Secret };
        var refund = new RefundRequest { Payment = payment, BankAccount = new RefundBankAccount { BankCode = "1", AccountNumber = Secret, HolderName = Secret } };
        object[] values =
        [
            payment, request, refund, payment.NextAction!, new OtherAction("k", Secret), Make.Refund(1), new PaymentChange("c", null, payment, PaymentChangeSource.Answer),
            new PendingOperation { Operation = PaymentOperations.Confirm, IdempotencyKey = "k", ReturnParameters = Secret, StartedAt = Make.Start },
        ];
        foreach (var value in values)
        {
            var json = JsonSerializer.Serialize(value, value.GetType());
            Assert.That(json, Has.Length.GreaterThan(2));
            Assert.That(Canaries, Has.None.Matches<string>(canary => json.Contains(canary!, StringComparison.Ordinal)), value.GetType().Name);
        }
    }

    private sealed class FailingTransactions(IPaymentTransactions inner, Func<bool> fails) : IPaymentTransactions
    {
        public ValueTask<IPaymentTransaction> BeginAsync(CancellationToken cancellationToken = default) =>
            fails() ? throw new IOException("insert into payments values ('" + Secret + "')") : inner.BeginAsync(cancellationToken);
    }
}
