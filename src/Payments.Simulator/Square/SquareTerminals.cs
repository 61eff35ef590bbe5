using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Terminal checkouts: asked for by the shop, paid at a device.</summary>
internal sealed class SquareTerminals(SquareAccount account, SquareCharging charging)
{
    /// <summary>How long Square can be asked for a checkout or a Terminal's refund.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private static readonly TimeSpan LongestDeadline = TimeSpan.FromMinutes(5);

    // The test devices of Square's sandbox act by themselves. That of the list does not answer: its checkout times out.
    private static readonly Dictionary<string, PayerAction?> TestDevices = new(StringComparer.Ordinal)
    {
        ["9fa747a2-25ff-48ee-b078-04381f7c828f"] = PayerAction.Pay,
        ["22cd266c-6246-4c06-9983-67f0c26346b0"] = new(PayerActionKind.Pay) { Method = TipMethod },
        ["841100b9-ee60-4537-9bcf-e30b2ba5e215"] = PayerAction.Cancel,
        ["0a956d49-619a-4530-8e5e-8eac603ffc5e"] = new(PayerActionKind.PayLate),
        ["da40d603-c2ea-4a65-8cfd-f42e36dab0c7"] = null,
    };

    private const string TipMethod = "tip-20";

    public SquareCheckout Create(JsonObject body)
    {
        if (body["checkout"] is not JsonObject asked)
            throw SquareRefusal.Bad("MISSING_REQUIRED_PARAMETER", "Missing required parameter.", "checkout");
        account.CheckPlace(locationId: null, asked.TextAt("amount_money", "currency"));
        var device = asked.TextAt("device_options", "device_id")!;
        if (device.StartsWith("device:", StringComparison.Ordinal))
            throw SquareRefusal.Missing($"device with id: {device}");
        var deadline = asked.TextAt("deadline_duration") is { } text ? SquareSchema.Duration(text, "checkout.deadline_duration") : LongestDeadline;
        if (deadline > LongestDeadline)
            throw SquareRefusal.Bad("INVALID_VALUE", "The deadline is at most 5 minutes.", "checkout.deadline_duration");
        if (asked["order_id"] is not null && asked.TextAt("payment_options", "delay_action") is "COMPLETE")
            throw SquareRefusal.Bad("CONFLICTING_PARAMETERS", "An order's payment cannot be completed by itself.", "checkout.payment_options.delay_action");
        var now = account.Stamp();
        var checkout = account.Keep(account.Checkouts, new SquareCheckout
        {
            Id = account.NewId(13),
            CreatedAt = now,
            UpdatedAt = now,
            LocationId = account.Options.LocationId,
            Amount = asked.AmountAt("amount_money")!.Value,
            Tip = asked.AmountAt("tip_money") ?? 0,
            Currency = account.Options.Currency,
            DeviceId = device,
            Deadline = deadline,
            Echo = (JsonObject)asked.DeepClone(),
            Script = TestDevices.GetValueOrDefault(device),
        });
        account.Emit("terminal.checkout.created", checkout);
        return checkout;
    }

    public SquareCheckout Cancel(SquareCheckout checkout)
    {
        switch (checkout.Status)
        {
            case SquareCheckout.Pending:
                End(checkout, "SELLER_CANCELED");
                break;
            case SquareCheckout.InProgress or SquareCheckout.CancelRequested:
                // The device has it: the payer may be quicker.
                checkout.Status = SquareCheckout.CancelRequested;
                Changed(checkout);
                break;
            default:
                throw SquareRefusal.Bad("BAD_REQUEST", $"The checkout is {checkout.Status}.");
        }

        return checkout;
    }

    public void End(SquareCheckout checkout, string reason)
    {
        checkout.Status = SquareCheckout.Canceled;
        checkout.CancelReason = reason;
        Changed(checkout);
    }

    /// <summary>The payer acts at the device.</summary>
    public void Play(SquareCheckout checkout, PayerAction action)
    {
        if (!checkout.IsOpen)
            throw new InvalidOperationException($"The checkout '{checkout.Id}' is over: it is {checkout.Status}.");
        if (checkout.Status is SquareCheckout.Pending)
        {
            checkout.Status = SquareCheckout.InProgress;
            Changed(checkout);
        }

        if (action.Kind is PayerActionKind.Cancel)
        {
            End(checkout, "BUYER_CANCELED");
            return;
        }

        var isTipped = action.Method is TipMethod;
        var source = action.Kind is PayerActionKind.Decline
            ? SquareSource.Declining(action.Code)
            : SquareSource.Find((isTipped ? null : action.Method) ?? SquareSource.Visa) ?? throw new InvalidOperationException($"There is no source '{action.Method}'.");
        var payment = charging.Charge(new SquareCharge(source, action.Amount is { } part ? (long)part : checkout.Due, OrderOf(checkout))
        {
            Tip = isTipped ? checkout.Amount / 5 : checkout.Tip,
            Autocomplete = checkout.Echo.FlagAt("payment_options", "autocomplete") ?? true,
            Delay = checkout.Echo.TextAt("payment_options", "delay_duration") is { } delay ? SquareSchema.Duration(delay, "delay_duration") : null,
            DelayAction = checkout.Echo.TextAt("payment_options", "delay_action"),
            Checkout = checkout,
            ReferenceId = checkout.ReferenceId,
            Note = checkout.Echo.TextAt("note"),
        });
        if (!payment.IsAlive)
            return;
        checkout.Payments.Add(payment);
        if (checkout.Due <= 0)
            checkout.Status = SquareCheckout.Completed;
        Changed(checkout);
    }

    /// <summary>What devices and time do by themselves.</summary>
    public void Sweep()
    {
        foreach (var checkout in account.Checkouts.FindAll(each => each.IsOpen))
        {
            if (checkout.Script is { Kind: PayerActionKind.PayLate })
                End(checkout, "TIMED_OUT");
            else if (checkout.Script is { } script)
                Play(checkout, script);
            else if (checkout.Status is not SquareCheckout.InProgress && checkout.CreatedAt + checkout.Deadline <= account.Now)
                End(checkout, "TIMED_OUT");
        }
    }

    private void Changed(SquareCheckout checkout)
    {
        checkout.UpdatedAt = account.Stamp();
        account.Emit("terminal.checkout.updated", checkout);
    }

    private SquareOrder? OrderOf(SquareCheckout checkout) =>
        account.Find<SquareOrder>(checkout.Echo.TextAt("order_id")) ?? (checkout.Payments.Count > 0 ? checkout.Payments[0].Order : null);
}
