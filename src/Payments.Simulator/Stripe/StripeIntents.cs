namespace Payments.Simulator;

/// <summary>The operations of PaymentIntents.</summary>
internal sealed class StripeIntents(StripeAccount account, StripeCharging charging)
{
    private static readonly string[] Cancellable =
        [StripeIntent.RequiresPaymentMethod, StripeIntent.RequiresCapture, StripeIntent.RequiresConfirmation, StripeIntent.RequiresAction];

    private static readonly string[] Confirmable =
        [StripeIntent.RequiresPaymentMethod, StripeIntent.RequiresConfirmation, StripeIntent.RequiresAction];

    private static readonly string[] OnlyWithConfirm = ["return_url", "off_session", "error_on_requires_action", "mandate_data"];

    public StripeIntent Create(StripeForm form)
    {
        var amount = form.Long("amount")!.Value;
        StripeMoney.CheckCharge(amount, form["currency"]!);
        CheckConfirmation(form);
        var method = MethodOf(form);
        var id = account.NewId("pi_");
        var intent = new StripeIntent
        {
            Id = id,
            Created = account.Now,
            ClientSecret = account.NewId($"{id}_secret_"),
            Amount = amount,
            Currency = form["currency"]!,
            CaptureMethod = form["capture_method"] ?? "automatic_async",
            ConfirmationMethod = form["confirmation_method"] ?? "automatic",
            Metadata = form.Map("metadata"),
            Description = form["description"],
            ReceiptEmail = form["receipt_email"],
            Customer = Customer(form["customer"]),
            OnBehalfOf = form["on_behalf_of"],
            TransferGroup = form["transfer_group"],
            StatementSuffix = form["statement_descriptor_suffix"],
            SetupFutureUsage = form["setup_future_usage"],
            ApplicationFee = form.Long("application_fee_amount"),
            Shipping = StripeShapes.FromForm(form.At("shipping")),
            TransferData = StripeShapes.FromForm(form.At("transfer_data")),
            AllowsRedirects = form["automatic_payment_methods.allow_redirects"] is not "never",
            AllowedTypes = form.Texts("allowed_payment_method_types"),
            ExcludedTypes = form.Texts("excluded_payment_method_types"),
            ReturnUrl = form["return_url"],
            Method = method,
            Status = method is null ? StripeIntent.RequiresPaymentMethod : StripeIntent.RequiresConfirmation,
        };
        if (form.Bool("confirm") is true)
            CheckMethod(intent, intent.Method);
        account.Keep(account.Intents, intent);
        account.Emit("payment_intent.created", intent);
        if (form.Bool("confirm") is true)
            Confirm(intent, intent.Method!, form);
        return intent;
    }

    public StripeIntent Update(StripeIntent intent, StripeForm form)
    {
        var changesMoney = form["amount"] is not null || form["currency"] is not null;
        if (changesMoney && !Confirmable.Contains(intent.Status, StringComparer.Ordinal))
            throw StripeCharging.Unexpected(intent, "updated", Confirmable);
        var currency = form["currency"] ?? intent.Currency;
        var amount = form.Long("amount") ?? intent.Amount;
        StripeMoney.CheckCharge(amount, currency);
        (intent.Amount, intent.Currency) = (amount, currency);
        intent.Description = form["description"] ?? intent.Description;
        intent.ReceiptEmail = form["receipt_email"] ?? intent.ReceiptEmail;
        intent.Customer = Customer(form["customer"]) ?? intent.Customer;
        intent.SetupFutureUsage = form["setup_future_usage"] ?? intent.SetupFutureUsage;
        intent.CaptureMethod = form["capture_method"] ?? intent.CaptureMethod;
        Merge(intent.Metadata, form);
        if (MethodOf(form) is { } method)
            (intent.Method, intent.Status) = (method, StripeIntent.RequiresConfirmation);
        return intent;
    }

    public StripeIntent Confirm(StripeIntent intent, StripeForm form)
    {
        if (intent.SessionId is not null)
            throw OfSession(intent, "confirm");
        if (!Confirmable.Contains(intent.Status, StringComparer.Ordinal))
            throw StripeCharging.Unexpected(intent, "confirmed", Confirmable);
        var method = MethodOf(form) ?? intent.Method;
        var returnUrl = form["return_url"] ?? intent.ReturnUrl;
        CheckReturn(intent.AllowsRedirects, intent.AllowedTypes, returnUrl, form);
        CheckMethod(intent, method);
        intent.ReturnUrl = returnUrl;
        intent.CaptureMethod = form["capture_method"] ?? intent.CaptureMethod;
        intent.ReceiptEmail = form["receipt_email"] ?? intent.ReceiptEmail;
        Confirm(intent, method!, form);
        return intent;
    }

    public StripeIntent Capture(StripeIntent intent, StripeForm form)
    {
        charging.Capture(intent, form.Long("amount_to_capture"), form.Bool("final_capture") ?? true);
        Merge(intent.Metadata, form);
        return intent;
    }

    public StripeIntent Cancel(StripeIntent intent, StripeForm form)
    {
        if (intent.SessionId is not null && intent.Status is not StripeIntent.RequiresCapture
            && account.SessionOf(intent) is { Status: StripeSession.Open })
            throw OfSession(intent, "cancel");
        if (!Cancellable.Contains(intent.Status, StringComparer.Ordinal))
            throw StripeCharging.Unexpected(intent, "canceled", Cancellable);
        charging.Cancel(intent, form["cancellation_reason"]);
        return intent;
    }

    /// <summary>Metadata of an update: an empty value deletes one key, an empty hash all.</summary>
    public static void Merge(Dictionary<string, string> metadata, StripeForm form)
    {
        if (form.At("metadata") is not { } changes)
            return;
        if (changes.Members.Count == 0)
            metadata.Clear();
        foreach (var (key, value) in changes.Members)
            if (string.IsNullOrEmpty(value.Text))
                metadata.Remove(key);
            else
                metadata[key] = value.Text;
    }

    /// <summary>Refuses a method that the intent does not allow.</summary>
    public static void CheckMethod(StripeIntent intent, StripePaymentMethod? method)
    {
        if (method is null)
            throw StripeRefusal.State(
                "payment_intent_unexpected_state", "You cannot confirm this PaymentIntent because it's missing a payment method.");
        var type = method.Profile.Type;
        var isAllowed = intent.AllowedTypes.Count == 0 || intent.AllowedTypes.Contains(type.Name, StringComparer.Ordinal);
        if (!isAllowed || intent.ExcludedTypes.Contains(type.Name, StringComparer.Ordinal)
            || (!intent.AllowsRedirects && type.Step is StripeStep.Redirect))
            throw StripeRefusal.State(
                code: null,
                $"The payment method type {type.Name} is not allowed for this PaymentIntent.",
                intent.Charges.Count > 0 ? intent : null,
                "payment_method");
    }

    public static string? Customer(string? id) =>
        id is null || id.StartsWith("cus_", StringComparison.Ordinal) ? id : throw StripeRefusal.Missing("customer", id, "customer");

    private void Confirm(StripeIntent intent, StripePaymentMethod method, StripeForm form) => charging.Confirm(
        intent,
        method,
        form["off_session"] is not (null or "false"),
        form.Bool("error_on_requires_action") ?? false,
        form.Bool("use_stripe_sdk") ?? false);

    private StripePaymentMethod? MethodOf(StripeForm form)
    {
        if (form["payment_method"] is { } id)
            return account.Method(id);
        if (form["confirmation_token"] is { } token)
            return account.NewMethod(StripeTestMethods.OfToken(token)
                ?? throw StripeRefusal.Missing("confirmation_token", token, "confirmation_token"));
        return form["payment_method_data.type"] is { } type
            ? account.NewMethod(StripeTestMethods.Find(type) ?? throw StripeRefusal.Parameter(
                code: null, $"Invalid type: {type}", "payment_method_data[type]"))
            : null;
    }

    private static void CheckConfirmation(StripeForm form)
    {
        if (form.Bool("confirm") is true)
            CheckReturn(
                form["automatic_payment_methods.allow_redirects"] is not "never",
                form.Texts("allowed_payment_method_types"),
                form["return_url"],
                form);
        else if (Array.Find(OnlyWithConfirm, p => form.At(p) is not null) is { } only)
            throw StripeRefusal.Parameter(code: null, $"You can only use {only} if confirm is true.", only);
    }

    /// <summary>A server that confirms has to say where a redirect comes back to, unless redirects are ruled out.</summary>
    private static void CheckReturn(bool allowsRedirects, IReadOnlyList<string> allowed, string? returnUrl, StripeForm form)
    {
        var onlyCards = allowed.Count > 0 && allowed.All(t => t is StripeTestMethods.CardType);
        if (returnUrl is null && allowsRedirects && !onlyCards && form["off_session"] is (null or "false")
            && form.Bool("use_stripe_sdk") is not true)
            throw StripeRefusal.Parameter(
                code: null,
                "This PaymentIntent may use payment methods that redirect your customer off of your page, so you must provide "
                + "a `return_url`, or set `automatic_payment_methods[allow_redirects]` to `never`.",
                "return_url");
    }

    private static StripeRefusal OfSession(StripeIntent intent, string verb) => StripeRefusal.State(
        "payment_intent_unexpected_state", $"You cannot {verb} this PaymentIntent because it belongs to a Checkout Session.", intent);
}
