using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Payments.Architecture.Tests;

/// <summary>The shape of public types: immutable answers, no floating point, errors of one family, enums that begin with 'not known'.</summary>
internal sealed class ShapeTests
{
    private const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Not failures of a call to a provider, so without an outcome for the money: Payments.Security can be used on its own.
    // The last one is never thrown: it stands in logs for one that was.
    private static readonly string[] OtherExceptions =
        ["Payments.Security.PaymentCryptographyException", "Payments.Security.TokenNotFoundException", "Payments.Security.RedactedException"];

    private static readonly string[] NotKnown = ["Unknown", "None", "Unspecified", "Default"];

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Records_are_sealed_or_abstract(Project package) => Findings.AssertNone(
        "A record is sealed or abstract:", package.PublicTypes.Where(type => IsRecordClass(type) && !type.IsSealed && !type.IsAbstract).Select(type => type.ToString()));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Records_and_requests_are_never_changed(Project package) => Findings.AssertNone(
        "A property of an answer or a request is get-only or init:",
        from type in package.PublicTypes
        where IsImmutable(type)
        from property in type.GetProperties(Visible)
        where property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
        select $"{type}.{property.Name}");

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Records_and_requests_hold_read_only_collections(Project package) => Findings.AssertNone(
        "A collection of an answer or a request is an IReadOnly… one:",
        from type in package.PublicTypes
        where IsImmutable(type)
        from property in type.GetProperties(Visible)
        where IsMutableCollection(property.PropertyType)
        select $"{type}.{property.Name}");

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Nothing_is_a_floating_point_number(Project package) => Findings.AssertNone(
        "Use decimal, or a whole number:",
        from type in package.PublicTypes
        from property in type.GetProperties(Visible)
        where Parts(property.PropertyType).Any(part => part == typeof(double) || part == typeof(float) || part == typeof(Half))
        select $"{type}.{property.Name}");

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Fields_are_constant(Project package) => Findings.AssertNone(
        "A public field is const or static readonly:",
        from type in package.PublicTypes
        where !type.IsEnum
        from field in type.GetFields(Visible)
        where !field.IsLiteral && !(field.IsStatic && field.IsInitOnly)
        select $"{type}.{field.Name}");

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Exceptions_are_payment_exceptions(Project package) => Findings.AssertNone(
        "An exception derives from PaymentException:",
        from type in package.PublicTypes
        where typeof(Exception).IsAssignableFrom(type) && !typeof(PaymentException).IsAssignableFrom(type) && !OtherExceptions.Contains(type.FullName)
        select type.ToString());

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Enums_begin_with_what_is_not_known(Project package) => Findings.AssertNone(
        "Unknown, None, Unspecified or Default is 0, so that a value which nobody set claims nothing:",
        from type in package.PublicTypes
        where type.IsEnum
        from name in Enum.GetNames(type)
        where NotKnown.Contains(name) && Convert.ToDecimal(Enum.Parse(type, name), null) != 0m
        select $"{type}.{name} = {Enum.Format(type, Enum.Parse(type, name), "D")}");

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Enums_name_their_default(Project package) => Findings.AssertNone(
        "The value 0 has a name:", package.PublicTypes.Where(type => type.IsEnum && !Enum.IsDefined(type, Enum.ToObject(type, 0))).Select(type => type.ToString()));

    [Test]
    public void The_rules_see_what_they_forbid()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IsMutableCollection(typeof(List<int>)), Is.True);
            Assert.That(IsMutableCollection(typeof(IDictionary<string, int>)), Is.True);
            Assert.That(IsMutableCollection(typeof(byte[])), Is.True);
            Assert.That(IsMutableCollection(typeof(IReadOnlyList<string>)), Is.False);
            Assert.That(IsMutableCollection(typeof(System.Collections.Immutable.ImmutableArray<int>)), Is.False);
            Assert.That(IsMutableCollection(typeof(string)), Is.False);
            Assert.That(IsMutableCollection(typeof(PaymentFactSet)), Is.False);
            Assert.That(IsRecordClass(typeof(Payment)), Is.True);
            Assert.That(IsRecordClass(typeof(PaymentRequest)), Is.False);
            Assert.That(Parts(typeof(IReadOnlyDictionary<string, double?[]>)), Does.Contain(typeof(double)));
        }
    }

    private static bool IsRecordClass(Type type) => type.GetMethod("<Clone>$") is not null;

    private static bool IsImmutable(Type type) =>
        IsRecordClass(type)
        || (type.Namespace == "Payments" && type.Name.EndsWith("Request", StringComparison.Ordinal))
        || typeof(ProviderExtras).IsAssignableFrom(type);

    private static bool IsMutableCollection(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray)
            return true;
        if (type.Namespace is "System.Collections.Immutable" or "System.Collections.Frozen" or "System.Collections.ObjectModel")
            return false;
        return type.GetInterfaces().Append(type).Any(contract =>
            contract == typeof(IList) || contract == typeof(IDictionary)
            || (contract.IsGenericType && contract.GetGenericTypeDefinition() is var open
                && (open == typeof(ICollection<>) || open == typeof(IList<>) || open == typeof(ISet<>) || open == typeof(IDictionary<,>))));
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsArray ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Prepend(type);
}
