using System.Globalization;

namespace Payments.Simulator;

/// <summary>The operations of Checkout Sessions.</summary>
internal sealed class StripeSessions(StripeAccount account, StripeCharging charging)
{
    private const long ShortestLife = 30 * 60;
    private const long LongestLife = 24 * 60 * 60;
    private const int MaxLines = 100;

    public StripeSession Create(StripeForm form)
    {
        if (form["mode"] is not "payment")
            throw form["mode"] is null
                ? StripeParameters.Required("mode")
                : StripeRefusal.Parameter(code: null, "This simulator has the mode payment only.", "mode");
        CheckAddresses(form);
        if (form["customer"] is not null && form["customer_email"] is not null)
            throw StripeRefusal.Parameter(
                code: null, "You may only specify one of these parameters: customer, customer_email.", "customer");
        StripeIntents.Customer(form["customer"]);
        var (lines, currency) = Lines(form);
        var total = lines.Sum(l => l.Total);
        if (total > 0)
            StripeMoney.CheckCharge(total, currency, "line_items");
        var id = account.NewId("cs_test_");
        return account.Keep(account.Sessions, new StripeSession
        {
            Id = id,
            Created = account.Now,
            Url = account.Link($"c/pay/{id}"),
            Form = form,
            Currency = currency,
            Lines = lines,
            ExpiresAt = Expiry(form),
        });
    }

    public StripeSession Expire(StripeSession session)
    {
        if (session.Status is not StripeSession.Open)
            throw StripeRefusal.State(
                code: null,
                $"Only Checkout Sessions with a status in [\"open\"] can be expired. This one has a status of {session.Status}.",
                param: "session");
        Close(session);
        return session;
    }

    /// <summary>Lets an open page expire, and with it the intent that a failed attempt left behind.</summary>
    public void Close(StripeSession session)
    {
        session.Status = StripeSession.Expired;
        account.Emit("checkout.session.expired", session);
        if (session.Intent is { Status: StripeIntent.RequiresPaymentMethod or StripeIntent.RequiresAction } intent)
            charging.Cancel(intent, "automatic");
    }

    /// <summary>The payer confirms on the page: the intent is made at the first attempt.</summary>
    public void Confirm(StripeSession session, StripePaymentMethod method)
    {
        if (session.Total > 0)
        {
            session.Intent ??= NewIntent(session);
            StripeIntents.CheckMethod(session.Intent, method);
            charging.Confirm(session.Intent, method);
        }

        Advance(session);
    }

    /// <summary>Completes the page when its intent has got that far.</summary>
    public void Advance(StripeSession session)
    {
        var isVoucher = session.Intent is { Status: StripeIntent.RequiresAction, Method.Profile.Type.Step: StripeStep.Voucher };
        var isDone = session.Total == 0 || isVoucher
            || session.Intent?.Status is StripeIntent.Succeeded or StripeIntent.Processing or StripeIntent.RequiresCapture;
        if (session.Status is not StripeSession.Open || !isDone)
            return;
        session.Status = StripeSession.Complete;
        account.Emit("checkout.session.completed", session);
    }

    /// <summary>Tells how a delayed payment of a completed page ended.</summary>
    public void EndDelay(StripeSession session) => account.Emit(
        $"checkout.session.async_payment_{(session.Intent?.Status is StripeIntent.Succeeded ? "succeeded" : "failed")}", session);

    private StripeIntent NewIntent(StripeSession session)
    {
        var form = session.Form.At("payment_intent_data") ?? new StripeForm();
        var id = account.NewId("pi_");
        var intent = account.Keep(account.Intents, new StripeIntent
        {
            Id = id,
            Created = account.Now,
            ClientSecret = account.NewId($"{id}_secret_"),
            Amount = session.Total,
            Currency = session.Currency,
            CaptureMethod = form["capture_method"] ?? "automatic_async",
            Metadata = form.Map("metadata"),
            Description = form["description"],
            ReceiptEmail = form["receipt_email"] ?? session.Form["customer_email"],
            Customer = session.Form["customer"],
            OnBehalfOf = form["on_behalf_of"],
            TransferGroup = form["transfer_group"],
            StatementSuffix = form["statement_descriptor_suffix"],
            SetupFutureUsage = form["setup_future_usage"],
            ApplicationFee = form.Long("application_fee_amount"),
            Shipping = StripeShapes.FromForm(form.At("shipping")),
            TransferData = StripeShapes.FromForm(form.At("transfer_data")),
            AllowedTypes = session.Form.Texts("allowed_payment_method_types"),
            ExcludedTypes = session.Form.Texts("excluded_payment_method_types"),
            SessionId = session.Id,
        });
        account.Emit("payment_intent.created", intent);
        return intent;
    }

    private (IReadOnlyList<StripeLine> Lines, string Currency) Lines(StripeForm form)
    {
        var items = form.At("line_items")?.Items.ToArray() ?? throw StripeParameters.Required("line_items");
        if (items.Length > MaxLines)
            throw StripeRefusal.Parameter(code: null, $"A Checkout Session has at most {MaxLines} line items.", "line_items");
        var currencies = items.Select((item, at) => Need(item, at, "price_data.currency")).Distinct(StringComparer.Ordinal).ToArray();
        if (currencies.Length > 1)
            throw StripeRefusal.Parameter(code: null, "All line items must have the same currency.", "line_items");
        return ([.. items.Select(Line)], currencies[0]);
    }

    private StripeLine Line(StripeForm item, int at)
    {
        var quantity = long.Parse(Need(item, at, "quantity"), CultureInfo.InvariantCulture);
        var unit = item.Long("price_data.unit_amount") ?? Decimal(item, at);
        if (unit < 0 || quantity < 0)
            throw StripeRefusal.Parameter(
                "parameter_invalid_integer", "This value must be greater than or equal to 0.", $"line_items[{at}]");
        var name = item["price_data.product"] ?? Need(item, at, "price_data.product_data.name");
        return new(
            account.NewId("li_"), account.NewId("price_"), item["price_data.product"] ?? account.NewId("prod_"), name, unit, quantity);
    }

    private static long Decimal(StripeForm item, int at)
    {
        var text = Need(item, at, "price_data.unit_amount_decimal", "price_data.unit_amount");
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount == decimal.Truncate(amount)
            ? (long)amount
            : throw StripeRefusal.Parameter(code: null, $"Invalid decimal: {text}", $"line_items[{at}][price_data][unit_amount_decimal]");
    }

    private static string Need(StripeForm item, int at, string path, string? named = null)
    {
        if (item["price"] is { } price)
            throw StripeRefusal.Missing("price", price, $"line_items[{at}][price]");
        return item[path] ?? throw StripeParameters.Required(
            $"line_items[{at}][{(named ?? path).Replace(".", "][", StringComparison.Ordinal)}]");
    }

    private static void CheckAddresses(StripeForm form)
    {
        if (form["ui_mode"] is null or "hosted_page" && form["success_url"] is null)
            throw StripeParameters.Required("success_url");
        foreach (var name in new[] { "success_url", "cancel_url", "return_url" })
            if (form[name] is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme.Length > 0))
                throw StripeRefusal.Parameter("url_invalid", "Not a valid URL", name);
    }

    private long Expiry(StripeForm form)
    {
        var at = form.Long("expires_at") ?? account.Now + LongestLife;
        return at >= account.Now + ShortestLife && at <= account.Now + LongestLife
            ? at
            : throw StripeRefusal.Parameter(
                code: null,
                "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.",
                "expires_at");
    }
}
