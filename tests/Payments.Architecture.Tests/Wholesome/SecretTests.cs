using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Payments.Security;

namespace Payments.Architecture.Tests.Wholesome;

/// <summary>Types do not print their secrets, and secrets are compared in constant time.</summary>
internal sealed partial class SecretTests
{
    private const string Planted = "planted-0a1b2c3d";

    // Simulators hold no secrets but made-up ones; the suite prints nothing.
    private static readonly string[] ForTests = ["Payments.Simulator", "Payments.Conformance"];

    // Public by their nature: browsers get them, or they are no keys of an account.
    private static readonly string[] NoSecrets = ["ClientKey", "PublishableKey", "IdempotencyKey", "PageToken", "NextPageToken"];

    // What the vault hands out is for its caller to keep, and the payer's browser has the other one; both print without it.
    private static readonly string[] HandedOut = ["Payments.Security.CardToken.Token", "Payments.PaymentRecord.ReturnToken"];

    // Comparisons of something that nobody outside can try out: constants of a provider, whether there is one.
    private static readonly string[] Harmless =
    [
        "token == SquareDefaults.CashToken", "token != SquareDefaults.CashToken", "token != SquareDefaults.ExternalToken", "way != SquareWay.Token", "publishable != secret",

        // A query by an indexed column: the database compares.
        "row.ReturnToken == token",
    ];

    private static IEnumerable<Type> Types => Repository.Packages.Where(package => !ForTests.Contains(package.Name)).SelectMany(package => package.PublicTypes);

    [Test]
    public void A_secret_option_shows_in_no_debugger_and_no_json() => Findings.AssertNone(
        "Give it [JsonIgnore] and [DebuggerBrowsable(Never)] in a class, or make it Sensitive<string>:",
        from type in Types
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where property.PropertyType == typeof(string) && SecretName().IsMatch(property.Name) && !NoSecrets.Contains(property.Name)
        where property.GetCustomAttribute<JsonIgnoreAttribute>() is null || !IsHidden(property) || type.GetMethod("<Clone>$") is not null
        where !HandedOut.Contains($"{type}.{property.Name}")
        select $"{type}.{property.Name}");

    [Test]
    public void Options_extras_and_requests_print_no_secret() => Findings.AssertNone(
        "This prints what was put in:",
        from type in Types
        where type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.GetConstructor(Type.EmptyTypes) is not null
        let secrets = type.GetProperties().Where(property => IsSecret(property) && !HandedOut.Contains($"{type}.{property.Name}")).ToArray()
        where secrets.Length > 0
        from text in Printed(type, secrets)
        where text.Contains(Planted, StringComparison.Ordinal)
        select $"{type}: {text}");

    [Test]
    public void Webhook_secrets_can_be_several_with_an_end() => Findings.AssertNone(
        "Several secrets, each with a last day: IList<WebhookSecret>:",
        from type in Types
        where type.Name.EndsWith("Options", StringComparison.Ordinal)
        from property in type.GetProperties()
        where property.Name.StartsWith("Webhook", StringComparison.Ordinal) && SecretName().IsMatch(property.Name.TrimEnd('s'))
        where property.PropertyType != typeof(IList<WebhookSecret>) && property.Name != "WebhookPassword"
        select $"{type}.{property.Name}");

    [Test]
    public void Secrets_are_compared_in_constant_time_only() => Findings.AssertNone(
        "Use CryptographicOperations.FixedTimeEquals, HmacSignature or TimestampedSignature; what is no secret goes into the list of this test:",
        from file in Repository.Files("src")
        where file.EndsWith(".cs", StringComparison.Ordinal) && !ForTests.Any(name => file.Contains($"/{name}/", StringComparison.Ordinal))
        from node in CSharpSyntaxTree.ParseText(Repository.Read(file)).GetRoot().DescendantNodes()
        let operands = OperandsOf(node)
        where operands.Length > 0 && operands.Any(IsSecretOperand) && !operands.Any(IsPlain) && !Harmless.Contains(node.ToString())
        select $"{file}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {node}");

    [TestCase("a == signature", ExpectedResult = true)]
    [TestCase("expected.SequenceEqual(mac)", ExpectedResult = true)]
    [TestCase("string.Equals(request.Signature, expected, StringComparison.Ordinal)", ExpectedResult = true)]
    [TestCase("options.ApiKey.Equals(key)", ExpectedResult = true)]
    [TestCase("options.WebhookSecret.Length == 0", ExpectedResult = false)]
    [TestCase("token is null", ExpectedResult = false)]
    [TestCase("secret == null", ExpectedResult = false)]
    [TestCase("reader.TokenType == JsonTokenType.String", ExpectedResult = false)]
    public bool The_search_finds_comparisons(string code)
    {
        var operands = OperandsOf(SyntaxFactory.ParseExpression(code));
        return operands.Length > 0 && operands.Any(IsSecretOperand) && !operands.Any(IsPlain);
    }

    private static IEnumerable<string> Printed(Type type, PropertyInfo[] secrets)
    {
        var instance = Activator.CreateInstance(type)!;
        foreach (var property in secrets)
            Plant(instance, property);
        yield return $"{instance}";
        yield return string.Join(' ', type.GetProperties().Where(property => !IsHidden(property) && property.GetIndexParameters().Length == 0).Select(property => $"{property.GetValue(instance)}"));
        yield return JsonSerializer.Serialize(instance, type);
    }

    private static void Plant(object instance, PropertyInfo property)
    {
        if (property.PropertyType == typeof(string))
            property.SetValue(instance, Planted);
        else if (property.GetValue(instance) is IList<WebhookSecret> list)
            list.Add(Planted);
        else if (Nullable.GetUnderlyingType(property.PropertyType) == typeof(Sensitive<string>) || property.PropertyType == typeof(Sensitive<string>))
            property.SetValue(instance, new Sensitive<string>(Planted));
    }

    private static bool IsSecret(PropertyInfo property) => property.CanWrite
        && (property.PropertyType == typeof(IList<WebhookSecret>)
            || (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(Sensitive<string>)
            || (property.PropertyType == typeof(string) && IsHidden(property)));

    private static bool IsHidden(PropertyInfo property) => property.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State == DebuggerBrowsableState.Never;

    private static string[] OperandsOf(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.EqualsExpression) || binary.IsKind(SyntaxKind.NotEqualsExpression) =>
            [binary.Left.ToString(), binary.Right.ToString()],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Equals" or "SequenceEqual" or "CompareOrdinal" } access } call =>
            [access.Expression.ToString(), .. call.ArgumentList.Arguments.Select(argument => argument.ToString()).Where(text => !text.StartsWith("StringComparison.", StringComparison.Ordinal))],
        _ => [],
    };

    private static bool IsSecretOperand(string operand) => SecretName().IsMatch(operand.Replace(".AsSpan()", "", StringComparison.Ordinal).TrimEnd('!', '?'));

    // Whether there is one, or which it begins with, is no secret.
    private static bool IsPlain(string operand) => operand is "null" or "default" or "\"\"" or "string.Empty" or "0" || operand.StartsWith("typeof(", StringComparison.Ordinal);

    [GeneratedRegex("(?<![a-z])(?:[A-Za-z.]*)(?:[sS]ignature|[sS]ecret|(?<!ancellation)[tT]oken|[pP]assword|[pP]assphrase|[hH]mac|(?:^|\\.)mac|[dD]igest|[cC]hecksum|(?:Api|Secret|Sign|Hash|Private|Access|api|secret|sign|private)Key)$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();
}
