using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Payments.Abstractions.Tests;

/// <summary>
/// Answers and requests own their collections: what the caller does to his afterwards changes nothing, nobody can cast his way in, and records
/// with the same content are equal. Every init property of an IReadOnly… type in the package is found and tried.
/// </summary>
internal sealed class ContractCollectionTests
{
    private static IEnumerable<TestCaseData> All => Properties.Select(property => new TestCaseData(property).SetArgDisplayNames($"{property.DeclaringType!.Name}.{property.Name}"));

    private static IEnumerable<TestCaseData> OfRecords => All.Where(data => ((PropertyInfo)data.Arguments[0]!).DeclaringType!.GetMethod("<Clone>$") is not null);

    private static IEnumerable<PropertyInfo> Properties =>
        from type in typeof(IPaymentProvider).Assembly.GetExportedTypes()
        where type is { IsClass: true, IsAbstract: false } && !type.IsGenericTypeDefinition
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where property.SetMethod is { IsPublic: true } && property.PropertyType.IsGenericType && property.PropertyType.Name.StartsWith("IReadOnly", StringComparison.Ordinal)
        orderby type.Name, property.Name
        select property;

    [Test]
    public void There_are_collections_to_try() => Assert.That(Properties.Count(), Is.GreaterThan(20));

    [TestCaseSource(nameof(All))]
    public void Source_can_be_changed_afterwards(PropertyInfo property)
    {
        var (owner, source) = New(property);
        Clear(source);
        Assert.That(Count(property.GetValue(owner)!), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public void Content_cannot_be_changed_by_a_cast(PropertyInfo property)
    {
        var value = property.GetValue(New(property).Owner)!;
        var writable = value.GetType().GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollection<>))
            .Any(type => !(bool)type.GetProperty("IsReadOnly")!.GetValue(value)!);
        Assert.That(writable || value is IList { IsReadOnly: false } or IDictionary { IsReadOnly: false }, Is.False, value.GetType().Name);
    }

    [TestCaseSource(nameof(OfRecords))]
    public void Records_with_the_same_content_are_equal(PropertyInfo property)
    {
        object one = New(property).Owner, same = New(property).Owner, empty = New(property, filled: false).Owner;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Equals(same), Is.True);
            Assert.That(one.Equals(empty), Is.False);
            Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()));
        }
    }

    [Test]
    public void A_payment_is_equal_to_another_with_the_same_content()
    {
        Payment one = Make(("b", "2"), ("a", "1")), same = Make(("a", "1"), ("b", "2")), other = Make(("a", "1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one, Is.EqualTo(same));
            Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()));
            Assert.That(one, Is.Not.EqualTo(other));
            Assert.That(one, Is.Not.EqualTo(one with { Status = PaymentStatus.Refunded }));
        }

        static Payment Make(params (string Key, string Value)[] entries) => ContractGenerators.PaymentOf(new PaymentReference("stripe", "pi_1", "A-1", [new RelatedId("charge", "ch_1")])) with
        {
            Metadata = entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal),
            Facts = [new CapturedFact("ch_1", new Money(10m, "USD"))],
            ProviderState = "state",
            Error = new PaymentError { Kind = PaymentErrorKind.Declined },
        };
    }

    [Test]
    public void Names_in_a_map_keep_their_case()
    {
        var payment = ContractGenerators.PaymentOf(PaymentReference.From("stripe", "pi_1")) with
        {
            Metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Key"] = "1" },
        };
        Assert.That((payment.Metadata.ContainsKey("Key"), payment.Metadata.ContainsKey("key")), Is.EqualTo((true, false)));
    }

    // Made without a constructor: required members need no values for this.
    private static (object Owner, object Source) New(PropertyInfo property, bool filled = true)
    {
        var owner = RuntimeHelpers.GetUninitializedObject(property.DeclaringType!);
        var source = Mutable(property.PropertyType, filled);
        property.SetValue(owner, source);
        return (owner, source);
    }

    private static object Mutable(Type type, bool filled)
    {
        var arguments = type.GetGenericArguments();
        var open = type.GetGenericTypeDefinition();
        if (open == typeof(IReadOnlyDictionary<,>))
        {
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            if (filled)
                map.Add(Sample(arguments[0])!, Sample(arguments[1]));
            return map;
        }

        var collection = Activator.CreateInstance((open == typeof(IReadOnlySet<>) ? typeof(HashSet<>) : typeof(List<>)).MakeGenericType(arguments))!;
        if (filled)
            collection.GetType().GetMethod("Add")!.Invoke(collection, [Sample(arguments[0])]);
        return collection;
    }

    private static object? Sample(Type type) => type == typeof(string) ? "text" : type == typeof(Currency) ? Currency.USD : type.IsValueType ? Activator.CreateInstance(type) : null;

    private static void Clear(object collection) => collection.GetType().GetMethod("Clear")!.Invoke(collection, null);

    private static int Count(object collection) => ((IEnumerable)collection).Cast<object?>().Count();
}
