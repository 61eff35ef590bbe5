using System.Reflection;

namespace Payments.Abstractions.Tests;

/// <summary>A request object is one intention: it comes with a key of its own.</summary>
internal sealed class ContractRequestTests
{
    private static readonly PaymentReference Reference = PaymentReference.From("stripe", "pi_1");

    // Found, not listed, so that a new request cannot be forgotten.
    private static IEnumerable<Type> Keyed =>
        from type in typeof(IPaymentProvider).Assembly.GetExportedTypes()
        where type.Name.EndsWith("Request", StringComparison.Ordinal) && type.GetProperty("IdempotencyKey") is { } key && IsRequired(key)
        select type;

    [TestCaseSource(nameof(Keyed))]
    public void Every_request_object_has_a_new_key(Type type)
    {
        var keys = Enumerable.Range(0, 200).Select(_ => KeyOf(Activator.CreateInstance(type)!)).ToList();
        Assert.That(keys, Is.Unique.And.All.Matches("^[0-9a-f]{32}$"));
    }

    [Test]
    public void Requests_that_move_money_are_keyed() =>
        Assert.That(Keyed, Is.EquivalentTo([typeof(PaymentRequest), typeof(CaptureRequest), typeof(CancelRequest), typeof(RefundRequest)]));

    [Test]
    public void A_confirmation_takes_its_key_from_what_it_confirms() => Assert.That(new ConfirmPaymentRequest { Payment = Reference }.IdempotencyKey, Is.Null);

    [Test]
    public void A_key_stays_and_can_be_chosen()
    {
        var request = new CaptureRequest { Payment = Reference };
        var first = request.IdempotencyKey;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.IdempotencyKey, Is.EqualTo(first));
            Assert.That(new CaptureRequest { Payment = Reference, IdempotencyKey = "mine" }.IdempotencyKey, Is.EqualTo("mine"));
            Assert.That(IdempotencyKey.New(), Does.Match("^[0-9a-f]{32}$").And.Length.LessThanOrEqualTo(IdempotencyKey.MaxLength));
        }
    }

    [Test]
    public void A_request_cannot_be_copied_with_its_key() =>
        Assert.That(
            typeof(IPaymentProvider).Assembly.GetExportedTypes()
                .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal) && (!type.IsSealed || type.GetMethod("<Clone>$") is not null)),
            Is.Empty);

    [Test]
    public void Defaults_are_the_safe_ones()
    {
        var request = new PaymentRequest { Amount = new Money(1m, "USD"), OrderId = "A-1001" };
        using (Assert.EnterMultipleScope())
        {
            Assert.That((request.CaptureMode, request.Method, request.Channel), Is.EqualTo((CaptureMode.Automatic, PaymentMethod.Unspecified, PaymentChannel.Web)));
            Assert.That(request.Metadata, Is.Empty);
            Assert.That(request.Extras, Is.Empty);
            Assert.That(request.Items, Is.Null);
            Assert.That(new CaptureRequest { Payment = Reference }.IsFinal, Is.True);
            Assert.That(new RefundRequest { Payment = Reference }.Amount, Is.Null);
        }
    }

    [Test]
    public void The_last_extras_of_a_type_count()
    {
        ProviderExtras first = new Extras("1"), last = new Extras("2");
        IReadOnlyList<ProviderExtras> extras = [first, last, new OtherExtras()];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(extras.Get<Extras>(), Is.SameAs(last));
            Assert.That(Array.Empty<ProviderExtras>().Get<Extras>(), Is.Null);
        }
    }

    private static bool IsRequired(PropertyInfo key) => new NullabilityInfoContext().Create(key).ReadState is NullabilityState.NotNull;

    private static string KeyOf(object request) => (string)request.GetType().GetProperty("IdempotencyKey")!.GetValue(request)!;

    private sealed class Extras(string value) : ProviderExtras
    {
        protected internal override void WriteFingerprint(RequestFingerprint fingerprint) => fingerprint.Add("value", value);
    }

    private sealed class OtherExtras : ProviderExtras
    {
        protected internal override void WriteFingerprint(RequestFingerprint fingerprint)
        {
        }
    }
}
