using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// The members that a body may have, as a table: a dotted path (<c>#</c> an item of a list, <c>**</c> anything below), a kind with its limit, and <c>!</c>
/// when required. A member that is not in the table is refused, which PayPal does not always do: a client should not send it.
/// </summary>
internal sealed class PayPalFields
{
    private const string Money = "money";

    private readonly Dictionary<string, (string Kind, string Limit)> _rules = new(StringComparer.Ordinal);
    private readonly List<string> _required = [];

    public PayPalFields(string table)
    {
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var kind = words[^1].TrimEnd('!').Split(':');
            foreach (var path in words[..^1])
            {
                _rules[path] = (kind[0], kind.Length > 1 ? kind[1] : string.Empty);
                if (words[^1].EndsWith('!'))
                    _required.Add(path);
            }
        }
    }

    public static PayPalFields Nothing { get; } = new(string.Empty);

    public static PayPalFields Order { get; } = new("""
        intent enum:CAPTURE|AUTHORIZE!
        processing_instruction enum:NO_INSTRUCTION|ORDER_COMPLETE_ON_PAYMENT_APPROVAL
        purchase_units list:10!
        purchase_units.#.reference_id text:256
        purchase_units.#.description purchase_units.#.custom_id purchase_units.#.invoice_id text:127
        purchase_units.#.soft_descriptor text:22
        purchase_units.#.amount amount!
        purchase_units.#.amount.breakdown object
        purchase_units.#.amount.breakdown.item_total purchase_units.#.amount.breakdown.shipping purchase_units.#.amount.breakdown.tax_total money
        purchase_units.#.items list:100
        purchase_units.#.items.#.name text:127!
        purchase_units.#.items.#.quantity text:10!
        purchase_units.#.items.#.unit_amount money!
        purchase_units.#.items.#.sku purchase_units.#.items.#.description text:127
        purchase_units.#.items.#.category enum:DIGITAL_GOODS|PHYSICAL_GOODS|DONATION
        purchase_units.#.shipping purchase_units.#.shipping.name purchase_units.#.shipping.address purchase_units.#.payee object
        purchase_units.#.shipping.name.full_name purchase_units.#.shipping.address.address_line_1 purchase_units.#.shipping.address.address_line_2 text:300
        purchase_units.#.shipping.address.admin_area_2 text:120
        purchase_units.#.shipping.address.admin_area_1 text:300
        purchase_units.#.shipping.address.postal_code text:60
        purchase_units.#.shipping.address.country_code text:2
        purchase_units.#.payee.merchant_id purchase_units.#.payee.email_address text:254
        payment_source payment_source.paypal payment_source.paypal.experience_context object
        payment_source.paypal.experience_context.brand_name text:127
        payment_source.paypal.experience_context.locale text:10
        payment_source.paypal.experience_context.return_url payment_source.paypal.experience_context.cancel_url url
        payment_source.paypal.experience_context.landing_page enum:LOGIN|GUEST_CHECKOUT|NO_PREFERENCE
        payment_source.paypal.experience_context.shipping_preference enum:GET_FROM_FILE|NO_SHIPPING|SET_PROVIDED_ADDRESS
        payment_source.paypal.experience_context.user_action enum:CONTINUE|PAY_NOW
        payment_source.paypal.experience_context.payment_method_preference enum:UNRESTRICTED|IMMEDIATE_PAYMENT_REQUIRED
        """);

    public static PayPalFields Capture { get; } = new("""
        amount money
        final_capture bool
        invoice_id text:127
        note_to_payer text:255
        soft_descriptor text:22
        """);

    public static PayPalFields Refund { get; } = new("""
        amount money
        custom_id invoice_id text:127
        note_to_payer text:255
        """);

    public static PayPalFields Verification { get; } = new("""
        auth_algo cert_url transmission_id transmission_sig transmission_time webhook_id text:500!
        webhook_event object!
        webhook_event.** any
        """);

    public void Check(JsonObject body)
    {
        foreach (var (name, value) in body)
            CheckOne(name, name, value);
        CheckRequired(body, string.Empty);
    }

    private void CheckOne(string path, string place, JsonNode? value)
    {
        if (!_rules.TryGetValue(path, out var rule))
        {
            if (IsAnything(path))
                return;
            throw PayPalRefusal.Field("INVALID_PARAMETER_SYNTAX", place);
        }

        switch (rule.Kind)
        {
            case "text":
                var text = TextOf(value, place);
                if (text.Length is 0 || text.Length > int.Parse(rule.Limit, CultureInfo.InvariantCulture))
                    throw PayPalRefusal.Field("INVALID_STRING_LENGTH", place);
                break;
            case "enum":
                if (!rule.Limit.Split('|').Contains(TextOf(value, place), StringComparer.Ordinal))
                    throw PayPalRefusal.Field("INVALID_PARAMETER_VALUE", place, (string?)value);
                break;
            case "url":
                if (!Uri.TryCreate(TextOf(value, place), UriKind.Absolute, out _))
                    throw PayPalRefusal.Field("INVALID_PARAMETER_SYNTAX", place);
                break;
            case "bool":
                if (value?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
                    throw PayPalRefusal.Field("INVALID_PARAMETER_SYNTAX", place);
                break;
            case Money:
                CheckAmount(ObjectOf(value, place), place, mayHaveMore: false);
                break;
            case "amount":
                CheckAmount(ObjectOf(value, place), place, mayHaveMore: true);
                break;
            case "list":
                CheckList(path, place, value, int.Parse(rule.Limit, CultureInfo.InvariantCulture));
                return;
        }

        if (value is JsonObject members && rule.Kind is "object" or "amount")
            foreach (var (name, member) in members)
                if (rule.Kind is "object" || name is not ("currency_code" or "value"))
                    CheckOne($"{path}.{name}", $"{place}.{name}", member);
        if (rule.Kind is "object")
            ObjectOf(value, place);
    }

    private void CheckList(string path, string place, JsonNode? value, int max)
    {
        if (value is not JsonArray items)
            throw PayPalRefusal.Field("INVALID_PARAMETER_SYNTAX", place);
        if (items.Count == 0)
            throw PayPalRefusal.Field("INVALID_ARRAY_MIN_ITEMS", place);
        if (items.Count > max)
            throw PayPalRefusal.Field("INVALID_ARRAY_MAX_ITEMS", place);
        for (var i = 0; i < items.Count; i++)
            foreach (var (name, member) in ObjectOf(items[i], place))
                CheckOne($"{path}.#.{name}", $"{place}.{i}.{name}", member);
    }

    // What is required below a list is required of each of its items.
    private void CheckRequired(JsonNode node, string prefix)
    {
        foreach (var path in _required.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p[prefix.Length..]))
        {
            var name = path.Split('.')[0];
            if (string.Equals(name, path, StringComparison.Ordinal))
            {
                if (node[name] is null)
                    throw PayPalRefusal.Field("MISSING_REQUIRED_PARAMETER", prefix + name);
            }
            else if (node[name] is JsonArray items)
            {
                foreach (var item in items)
                    CheckRequired(item!, $"{prefix}{name}.#.");
            }
        }
    }

    private bool IsAnything(string path)
    {
        for (var at = path.LastIndexOf('.'); at > 0; at = path.LastIndexOf('.', at - 1))
            if (_rules.ContainsKey(path[..at] + ".**"))
                return true;
        return false;
    }

    private static void CheckAmount(JsonObject amount, string place, bool mayHaveMore)
    {
        foreach (var name in new[] { "currency_code", "value" })
            if (amount[name] is null)
                throw PayPalRefusal.Field("MISSING_REQUIRED_PARAMETER", $"{place}.{name}");
        if (TextOf(amount["currency_code"], place).Length != 3)
            throw PayPalRefusal.Field("INVALID_STRING_LENGTH", place + ".currency_code");
        if (!PayPalAmount.IsWellFormed(TextOf(amount["value"], place + ".value")))
            throw PayPalRefusal.Field("INVALID_PARAMETER_SYNTAX", place + ".value");
        if (!mayHaveMore && amount.Count > 2)
            throw PayPalRefusal.Field("INVALID_PARAMETER_SYNTAX", place);
    }

    private static string TextOf(JsonNode? node, string place) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw PayPalRefusal.Field("INVALID_PARAMETER_SYNTAX", place);

    private static JsonObject ObjectOf(JsonNode? node, string place) => node as JsonObject ?? throw PayPalRefusal.Field("INVALID_PARAMETER_SYNTAX", place);
}
