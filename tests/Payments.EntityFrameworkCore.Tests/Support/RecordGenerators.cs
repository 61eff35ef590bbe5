using FsCheck;
using FsCheck.Fluent;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>Records with everything in them that a payment can be.</summary>
internal static class RecordGenerators
{
    private static Gen<string> Texts => Gen.Elements("", "a", "한국어 ₩", "it's \"quoted\"\\\n\t", "line\u2028x", "\ud83d\ude00");

    // As long as they are: see Payments.ReturnToken.
    private static Gen<string?> ReturnTokens =>
        from letters in Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".ToCharArray()).ArrayOf(22)
        from isThere in Gen.Elements(true, false)
        select isThere ? new string(letters) : null;

    private static Gen<DateTimeOffset> Times =>
        from ticks in Gen.Choose(0, int.MaxValue)
        from hours in Gen.Elements(0, 9, -5)
        select new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.FromHours(hours)).AddTicks(ticks);

    private static Gen<Money> Amounts => Gen.Elements(
        new Money(10.50m, "USD"), new Money(1000m, "KRW"), new Money(0.123456789012345678m, "ETH"), new Money(79228162514264337593543950335m, Currency.FromCode("XXQ")),
        new Money(0m, "EUR"), new Money(-1.5m, "EUR"), new Money(1.10m, Currency.FromCode("newcoin")), new Money(0.0000000000000000000000000001m, "BTC"));

    private static Gen<Dictionary<string, string>> Maps => Texts.Two().Select(pair => new Dictionary<string, string> { ["k" + pair.Item1] = pair.Item2 });

    private static Gen<PaymentReference> References =>
        from id in Gen.Elements(null, "pay_1", "pay/2?x=1&y")
        from related in Gen.Elements<RelatedId[]>([], [new("charge", "ch_1")], [new("a=b", "c&d"), new("charge", "x y")])
        select new PaymentReference("fake", id, "Order-1001", related);

    private static Gen<PaymentError> Errors =>
        from text in Texts
        from status in Gen.Elements<System.Net.HttpStatusCode?>(null, System.Net.HttpStatusCode.MultipleChoices, (System.Net.HttpStatusCode)599)
        from code in Gen.Elements(Enum.GetValues<PaymentErrorCode>())
        select new PaymentError
        {
            Kind = PaymentErrorKind.Declined, Code = code, Retry = PaymentRetry.NewAttempt, ProviderCode = text, ProviderMessage = text, PayerMessage = text, RequestId = text,
            HttpStatus = status, RetryAfter = TimeSpan.FromTicks(12_345_678_901),
        };

    private static Gen<NextAction> Actions =>
        from text in Texts
        from map in Maps
        from time in Times
        from money in Amounts
        let url = new Uri("https://pay.example/{CHECKOUT_SESSION_ID}?a=%20b&c=" + Uri.EscapeDataString(text))
        from action in Gen.Elements<NextAction>(
            new RedirectAction(url) { MobileUrl = url, AppUrl = new Uri("kakao://pay?x=1"), AndroidAppUrl = url, IosAppUrl = url },
            new FormPostAction(url) { Fields = map, AcceptCharset = "EUC-KR" }, new ClientSdkAction("fake.js", """{"clientSecret":"s"}""") { ScriptUrl = url },
            new BankDepositAction { Bank = text, AccountNumber = text, AccountHolder = text, TransferReference = text, Amount = money, DueAt = time, InstructionsUrl = url },
            new CryptoTransferAction { Addresses = map, ExpiresAt = time }, new DisplayAction { Kind = "qr", Data = text, ImageUrl = url, PageUrl = url, ExpiresAt = time },
            new WaitAction(), new OtherAction("kind", """{"raw":1}"""))
        select action;

    private static Gen<Refund> Refunds =>
        from id in Gen.Elements(null, "re_1", "re_2")
        from status in Gen.Elements(Enum.GetValues<RefundStatus>())
        from origin in Gen.Elements(Enum.GetValues<RefundOrigin>())
        from amount in Amounts
        from time in Times
        from map in Maps
        from error in Errors.OrNull()
        select new Refund
        {
            Provider = "fake", RefundId = id, Reference = "ref-1", Payment = new PaymentReference("fake", "pay_1"), Status = status, ProviderStatus = "raw", Amount = amount,
            CreatedAt = time, AsOf = time, Version = 7, Error = error, Origin = origin, Related = [new RelatedId("cancel", "c1")], Metadata = map,
        };

    private static Gen<Dispute> Disputes =>
        from status in Gen.Elements(Enum.GetValues<DisputeStatus>())
        from amount in Amounts
        from time in Times
        select new Dispute
        {
            DisputeId = "dp_1", Payment = new PaymentReference("fake", "pay_1"), Status = status, ProviderStatus = "raw", IsInquiry = status is DisputeStatus.Won, Amount = amount,
            Reason = "fraud", EvidenceDueBy = time, CreatedAt = time, AsOf = time, Version = 3,
        };

    private static Gen<PaymentFact> Objects =>
        from time in Times
        from amount in Amounts
        from state in Gen.Elements(Enum.GetValues<MovementState>())
        from refund in Refunds
        from dispute in Disputes
        from error in Errors
        from fact in Gen.Elements<PaymentFact>(
            new AuthorizedFact("a", amount, state) { AsOf = time, Version = 1 }, new CapturedFact("c", amount, state) { AsOf = time }, new VoidedFact("v", state),
            new RefundFact(refund) { AsOf = time }, new DisputeFact(dispute) { Version = 9 }, new ExpiredFact { AsOf = time }, new FailedAttemptFact("f", error))
        select fact;

    private static Gen<Payment> Payments =>
        from reference in References
        from status in Gen.Elements(Enum.GetValues<PaymentStatus>())
        from amount in Amounts
        from other in Amounts
        from action in Actions.OrNull()
        from error in Errors.OrNull()
        from time in Times
        from text in Texts
        from map in Maps
        from facts in Objects.ListOf(2)
        from method in Gen.Elements(Enum.GetValues<PaymentMethod>())
        from isRemembered in Gen.Elements(true, false)
        select new Payment
        {
            Reference = reference, Status = status, ProviderStatus = text, Amount = amount, AuthorizedAmount = other, CapturedAmount = isRemembered ? null : amount,
            RefundedAmount = other, ReceivedAmount = other, TransactionId = text, Method = method, ProviderMethod = text, CaptureMode = CaptureMode.Manual,
            Card = new PaymentCard { Brand = text, Last4 = "4242", Installments = 3, ApprovalCode = text }, ReceiptUrl = new Uri("https://pay.example/receipt?x=%2F"), CreatedAt = time,
            AsOf = isRemembered ? null : time, Version = 5, NextAction = action, Error = error, Attention = PaymentAttention.Late | PaymentAttention.Multiple, Metadata = map,
            IsRemembered = isRemembered, Facts = isRemembered ? [.. facts] : [], ProviderState = text,
        };

    /// <summary>A payment with what is known of it inside of its own reference.</summary>
    internal static Gen<Payment> Known => Payments.Two().Select(pair => pair.Item1 with { Reference = pair.Item1.Reference.With(pair.Item2) });

    internal static Gen<PaymentRecord> Records =>
        from initial in Payments
        from payment in Payments
        from snapshots in Payments.ListOf(3)
        from objects in Objects.ListOf(4)
        from refund in Refunds
        from dispute in Disputes
        from time in Times
        from amount in Amounts
        from returnToken in ReturnTokens
        select new PaymentRecord
        {
            Id = "fake:key-1", Initial = initial, Payment = payment, CustomerId = "customer 1", NeedsRead = snapshots.Count > 1, HadOutcome = true, CheckAt = time, Checks = 4,
            Facts = snapshots.Select(snapshot => (PaymentFact)new SnapshotFact(snapshot, snapshot.IsRemembered) { AsOf = snapshot.AsOf, Version = snapshot.Version })
                .Concat(objects).Aggregate(PaymentFactSet.Empty, (set, fact) => set.Add(fact)),
            Pending =
            [
                new PendingOperation { Operation = PaymentOperations.Refund, IdempotencyKey = "k", Amount = amount, RefundReference = "ref-1", StartedAt = time, IsUnknown = true },
                new PendingOperation { Operation = PaymentOperations.Confirm, IdempotencyKey = "k2", StartedAt = time, ReturnParameters = "pg_token=secret" },
            ],
            Undelivered = [new PaymentChange("fake:key-1#1", initial, payment, PaymentChangeSource.Webhook) { Refund = refund, Dispute = dispute }, new("fake:key-1#2", null, payment, PaymentChangeSource.Read)],
            UpdatedAt = time, ReturnToken = returnToken,
        };
}
