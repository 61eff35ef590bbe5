using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Stripe's codes of a declined payment, as data.</summary>
internal static class StripeDeclines
{
    public const string Generic = "generic_decline";
    public const string ChallengeFailed = "payment_intent_authentication_failure";
    public const string CustomerDeclined = "payment_method_customer_decline";
    public const string Late = "payment_method_provider_decline";
    public const string AuthenticationRequired = "authentication_required";

    private const string Declined = "card_declined";
    private const string Again = "try_again_later";
    private const string Never = "do_not_try_again";
    private const string Confirm = "confirm_card_data";

    /// <summary>By the code that a test names: the error's code, its decline code, its advice and its message.</summary>
    private static readonly Dictionary<string, (string Code, string? DeclineCode, string? Advice, string Message)> Table = new(StringComparer.Ordinal)
    {
        [Generic] = (Declined, Generic, Again, "Your card was declined."),
        [Declined] = (Declined, Generic, Again, "Your card was declined."),
        ["insufficient_funds"] = (Declined, "insufficient_funds", Again, "Your card has insufficient funds."),
        ["lost_card"] = (Declined, "lost_card", Never, "Your card was declined."),
        ["stolen_card"] = (Declined, "stolen_card", Never, "Your card was declined."),
        ["fraudulent"] = (Declined, "fraudulent", Never, "Your card was declined."),
        ["card_velocity_exceeded"] = (
            Declined, "card_velocity_exceeded", Again, "Your card was declined for making repeated attempts too frequently."),
        ["do_not_try_again"] = (Declined, "do_not_try_again", Never, "Your card was declined."),
        ["expired_card"] = ("expired_card", "expired_card", Confirm, "Your card has expired."),
        ["incorrect_cvc"] = ("incorrect_cvc", "incorrect_cvc", Confirm, "Your card's security code is incorrect."),
        ["incorrect_number"] = ("incorrect_number", "incorrect_number", Confirm, "Your card number is incorrect."),
        ["processing_error"] = (
            "processing_error", "processing_error", Again, "An error occurred while processing your card. Try again in a little bit."),
        [AuthenticationRequired] = (
            AuthenticationRequired, AuthenticationRequired, null, "Your card was declined. This transaction requires authentication."),
        [ChallengeFailed] = (
            ChallengeFailed,
            null,
            null,
            "We are unable to authenticate your payment method. Please choose a different payment method and try again."),
        [CustomerDeclined] = (CustomerDeclined, null, null, "The customer declined the payment."),
        [Late] = (Late, null, null, "The payment failed."),
    };

    /// <summary>The error; a code that the table does not know is a decline code of <c>card_declined</c>.</summary>
    public static JsonObject Error(string code, StripePaymentMethod? method, string? chargeId)
    {
        var (errorCode, declineCode, advice, message) = Table.TryGetValue(code, out var known)
            ? known
            : (Declined, code, null, "Your card was declined.");
        var error = StripeRefusal.Body("card_error", errorCode, message, param: null);
        Add(error, "decline_code", declineCode);
        Add(error, "advice_code", advice);
        Add(error, "charge", chargeId);
        if (method is not null)
            error["payment_method"] = method.ToJson();
        return error;
    }

    private static void Add(JsonObject error, string name, string? value)
    {
        if (value is not null)
            error[name] = value;
    }
}
