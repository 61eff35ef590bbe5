using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Payments.Abstractions.Tests;

/// <summary>A sensitive value is seen by nobody who did not ask for it.</summary>
internal sealed class ContractSensitiveTests
{
    private const string Secret = "sk_live_4242";

    private static readonly JsonSerializerOptions Everything = new() { IncludeFields = true };

    private static IEnumerable<object> Holders =>
    [
        new Sensitive<string>(Secret),
        new PaymentCustomer { Name = Secret, Email = Secret, Phone = Secret, BillingAddress = new PaymentAddress { Line1 = Secret, PostalCode = Secret } },
        new PaymentAddress { Line1 = Secret, Line2 = Secret, City = Secret, Region = Secret, PostalCode = Secret, CountryCode = Secret },
        new RefundBankAccount { BankCode = Secret, AccountNumber = Secret, HolderName = Secret },
        new ClientSdkAction("stripe.js", Secret),
        new OtherAction("other", Secret),
        new FormPostAction(new Uri("https://pay.example/?token=" + Secret)) { Fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = Secret } },
        ContractGenerators.PaymentOf(PaymentReference.From("stripe", "pi_1")) with
        {
            ProviderState = Secret,
            NextAction = new ClientSdkAction("stripe.js", Secret),
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = Secret },
        },
        new PaymentRequest { Amount = new Money(1m, "USD"), OrderId = "A-1001", PaymentToken = Secret, CustomerId = Secret },
        new VerifiedWebhook
        {
            Provider = "stripe", Trust = WebhookTrust.Signed, Body = System.Text.Encoding.UTF8.GetBytes(Secret),
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Stripe-Signature"] = Secret },
        },
        new WebhookRequest
        {
            Body = System.Text.Encoding.UTF8.GetBytes(Secret),
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = Secret },
        },
    ];

    [TestCaseSource(nameof(Holders))]
    public void Holder_does_not_print_it(object holder)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(holder.ToString(), Does.Not.Contain(Secret));
            Assert.That($"{holder}", Does.Not.Contain(Secret));
            Assert.That(string.Format(CultureInfo.InvariantCulture, "{0}", holder), Does.Not.Contain(Secret));
        }
    }

    // The provider's words can repeat what the payer typed; the payer's message is made for one pair of eyes.
    [Test]
    public void Error_does_not_print_the_providers_words()
    {
        var error = new PaymentError { Kind = PaymentErrorKind.Declined, ProviderCode = "card_declined", ProviderMessage = Secret, PayerMessage = Secret };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.ToString(), Does.Not.Contain(Secret).And.Contain("card_declined"));
            Assert.That(new FailedAttemptFact("at_1", error).ToString(), Does.Not.Contain(Secret));
            Assert.That((ContractGenerators.PaymentOf(PaymentReference.From("stripe", "pi_1")) with { Error = error }).ToString(), Does.Not.Contain(Secret));
        }
    }

    [Test]
    public void Text_is_always_three_stars()
    {
        var value = new Sensitive<string>(Secret);
        Span<char> buffer = stackalloc char[5], small = stackalloc char[2];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(value.ToString(), Is.EqualTo("***"));
            Assert.That(value.ToString("X", CultureInfo.InvariantCulture), Is.EqualTo("***"));
            Assert.That($"{value:G}|{value,5}|{(object)value}", Is.EqualTo("***|  ***|***"));
            Assert.That(string.Format(CultureInfo.InvariantCulture, "{0:N2} {1}", new Sensitive<int>(42), value), Is.EqualTo("*** ***"));
            Assert.That(string.Concat("a", value, "b"), Is.EqualTo("a***b"));
            Assert.That(value.TryFormat(buffer, out var written, default, null), Is.True);
            Assert.That((written, new string(buffer[..written])), Is.EqualTo((3, "***")));
            Assert.That(value.TryFormat(small, out written, default, null), Is.False);
            Assert.That(written, Is.Zero);
        }
    }

    [Test]
    public void Json_does_not_hold_it()
    {
        var holder = new { Plain = "visible", Token = new Sensitive<string>(Secret), Maybe = (Sensitive<string>?)Secret, Map = new Dictionary<string, Sensitive<string>>(StringComparer.Ordinal) { ["a"] = Secret } };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonSerializer.Serialize(new Sensitive<string>(Secret)), Does.Not.Contain(Secret));
            Assert.That(JsonSerializer.Serialize(holder), Does.Not.Contain(Secret).And.Contain("visible"));
            Assert.That(JsonSerializer.Serialize(holder, Everything), Does.Not.Contain(Secret));
            Assert.That(JsonSerializer.Serialize(new PaymentCustomer { Name = Secret, Email = Secret }, Everything), Does.Not.Contain(Secret));
        }
    }

    [Test]
    public void Debugger_shows_three_stars()
    {
        var type = typeof(Sensitive<>);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(type.GetCustomAttribute<DebuggerDisplayAttribute>()?.Value, Is.EqualTo("***"));
            Assert.That(
                type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Select(field => field.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State),
                Has.All.EqualTo(DebuggerBrowsableState.Never));
            Assert.That(type.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), Is.Empty, "A debugger shows properties.");
        }
    }

    [Test]
    public void It_is_given_out_when_asked()
    {
        Sensitive<string> one = Secret, same = Secret, other = "other";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Reveal(), Is.EqualTo(Secret));
            Assert.That(one == same && one.Equals((object)same) && one.GetHashCode() == same.GetHashCode(), Is.True);
            Assert.That(one != other, Is.True);
            Assert.That(() => default(Sensitive<string>).Reveal(), Throws.InvalidOperationException);
            Assert.That(() => new Sensitive<string>(null!), Throws.ArgumentNullException);
            Assert.That(default(Sensitive<string>).GetHashCode(), Is.Zero);
        }
    }

    [Test]
    public void A_parameter_of_the_client_sdk_is_found()
    {
        var action = new ClientSdkAction("stripe.js", """{"clientSecret":"cs_1","amount":10,"nested":{"a":1}}""");
        Assert.That(
            (action.GetParameter("clientSecret"), action.GetParameter("amount"), action.GetParameter("nested"), action.GetParameter("none")),
            Is.EqualTo(("cs_1", "10", """{"a":1}""", (string?)null)));
    }
}
