using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Payments.Abstractions.Tests;

/// <summary>Middleware passes everything on: every member of the interface, found by reflection, so that a new one cannot be forgotten.</summary>
internal sealed class ContractDelegatingTests
{
    private static IEnumerable<TestCaseData> Methods => typeof(IPaymentProvider).GetMethods().Select(method => new TestCaseData(method).SetArgDisplayNames(method.Name));

    [TestCaseSource(nameof(Methods))]
    public void Call_is_passed_on_and_answered(MethodInfo method)
    {
        var inner = DispatchProxy.Create<IPaymentProvider, Recorder>();
        using var source = new CancellationTokenSource();
        var arguments = method.GetParameters().Select(parameter => Argument(parameter.ParameterType, source.Token)).ToArray();

        var answer = method.Invoke(new DelegatingPaymentProvider(inner), arguments);

        var (called, given, answered) = ((Recorder)(object)inner).Calls.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(called, Is.EqualTo(method));
            Assert.That(given, Is.EqualTo(arguments));
            Assert.That(given.Zip(arguments).Where(pair => !pair.First!.GetType().IsValueType), Has.All.Matches<(object?, object?)>(pair => ReferenceEquals(pair.Item1, pair.Item2)));
            Assert.That(answer, Is.SameAs(answered));
        }
    }

    [TestCaseSource(nameof(Methods))]
    public void Call_can_be_overridden(MethodInfo method)
    {
        var map = typeof(DelegatingPaymentProvider).GetInterfaceMap(typeof(IPaymentProvider));
        var target = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, method)];

        // The name is that of the registration, through any middleware.
        Assert.That(target.IsFinal, Is.EqualTo(method.Name == "get_Name"));
    }

    [Test]
    public void A_service_is_the_nearest_that_fits()
    {
        var inner = DispatchProxy.Create<IPaymentProvider, Recorder>();
        var middle = new Middleware(inner);
        var outer = new DelegatingPaymentProvider(middle);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outer.GetService<Middleware>(), Is.SameAs(middle));
            Assert.That(outer.GetService<DelegatingPaymentProvider>(), Is.SameAs(outer));
            Assert.That(((Recorder)(object)inner).Calls, Is.Empty);
            Assert.That(outer.GetService(typeof(Middleware), "key"), Is.Not.SameAs(middle));
            Assert.That(((Recorder)(object)inner).Calls, Has.Count.EqualTo(1));
            Assert.That(() => outer.GetService(null!), Throws.ArgumentNullException);
        }
    }

    [Test]
    public void There_is_something_inside() => Assert.That(() => new DelegatingPaymentProvider(null!), Throws.ArgumentNullException);

    private static object Argument(Type type, CancellationToken token) =>
        type == typeof(CancellationToken) ? token
        : type == typeof(Type) ? typeof(IFormatProvider)
        : type == typeof(object) ? "key"
        : RuntimeHelpers.GetUninitializedObject(type);

    private sealed class Middleware(IPaymentProvider inner) : DelegatingPaymentProvider(inner);

    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy derives from it at run time.")]
    internal class Recorder : DispatchProxy
    {
        internal List<(MethodInfo Method, object?[] Arguments, object? Answer)> Calls { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var answer = AnswerOf(targetMethod!.ReturnType);
            Calls.Add((targetMethod, args ?? [], answer));
            return answer;
        }

        // A task that nobody else has, so that the caller's can be told to be this one.
        private static object AnswerOf(Type type)
        {
            if (type == typeof(string))
                return new string('n', 4);
            if (type == typeof(object))
                return new object();
            if (!type.IsGenericType)
                return RuntimeHelpers.GetUninitializedObject(type);
            var source = Activator.CreateInstance(typeof(TaskCompletionSource<>).MakeGenericType(type.GetGenericArguments()))!;
            return source.GetType().GetProperty("Task")!.GetValue(source)!;
        }
    }
}
