using System.Globalization;
using System.Reflection;

namespace Payments.Architecture.Tests;

/// <summary>What each provider claims, as the table of the README. The conformance suite has seen it do all of it.</summary>
internal static class ProviderTable
{
    private const int ListedCurrencies = 6;

    private static readonly (string Title, Func<PaymentProviderCapabilities, string> Cell)[] Columns =
    [
        ("Confirm", claims => YesIf(claims, PaymentOperations.Confirm)),
        ("Get", claims => YesIf(claims, PaymentOperations.Get)),
        ("Find", claims => YesIf(claims, PaymentOperations.Find)),
        ("Capture", claims => Grades(claims, (PaymentOperations.Capture, "full"), (PaymentOperations.PartialCapture, "partial"), (PaymentOperations.MultipleCapture, "several"))),
        ("Cancel", claims => YesIf(claims, PaymentOperations.Cancel)),
        ("Refund", claims => Grades(claims, (PaymentOperations.Refund, "full"), (PaymentOperations.PartialRefund, "partial"))),
        ("Get refund", claims => YesIf(claims, PaymentOperations.GetRefund)),
        ("Webhooks", claims => YesIf(claims, PaymentOperations.Webhooks)),
        ("Keys at the provider", claims => claims.IdempotencyKeyLifetimes.Count == 0 ? "–" : string.Join(", ", claims.IdempotencyKeyLifetimes.Keys.Order())),
        ("Methods", claims => string.Join(", ", claims.PaymentMethods.Order())),
        ("Currencies", claims => Currencies(claims.Currencies)),
    ];

    /// <summary>One row for each set of capabilities: a static property or field of that type in <c>…Defaults</c>.</summary>
    internal static IReadOnlyList<string> Rows { get; } =
    [
        Row(["Provider", .. Columns.Select(column => column.Title)]),
        Row([.. Enumerable.Repeat("---", Columns.Length + 1)]),
        .. from package in DependencyRules.Providers
           from claims in ClaimsOf(package)
           select Row([$"[{claims.Title}](src/{package.Name}/README.md)", .. Columns.Select(column => column.Cell(claims.Capabilities))]),
    ];

    internal static IEnumerable<(string Title, PaymentProviderCapabilities Capabilities)> ClaimsOf(Project package)
    {
        var name = package.Name["Payments.".Length..];
        var defaults = package.Assembly.GetType($"{package.Name}.{name}Defaults", throwOnError: true)!;
        var found =
            from member in defaults.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            let value = member switch
            {
                FieldInfo field when field.FieldType == typeof(PaymentProviderCapabilities) => field.GetValue(null),
                PropertyInfo property when property.PropertyType == typeof(PaymentProviderCapabilities) => property.GetValue(null),
                _ => null,
            }
            where value is not null && !member.Name.Contains('<')
            let way = member.Name.Replace("Capabilities", "", StringComparison.Ordinal)
            select ($"{name}{(way.Length == 0 ? "" : $" {way}")}", (PaymentProviderCapabilities)value);
        return found.OrderBy(claims => claims.Item1, StringComparer.Ordinal);
    }

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string YesIf(PaymentProviderCapabilities claims, PaymentOperations operation) => claims.Supports(operation) ? "yes" : "–";

    private static string Grades(PaymentProviderCapabilities claims, params (PaymentOperations Operation, string Word)[] grades) =>
        string.Join(", ", grades.Where(grade => claims.Supports(grade.Operation)).Select(grade => grade.Word)) is { Length: > 0 } words ? words : "–";

    private static string Currencies(SupportedCurrencies currencies)
    {
        var codes = currencies.Known.Select(currency => currency.Code).Order(StringComparer.Ordinal).ToList();
        var text = codes.Count <= ListedCurrencies ? string.Join(", ", codes) : codes.Count.ToString(CultureInfo.InvariantCulture);
        return currencies.IsExhaustive ? text : text + " or more, by account";
    }
}
