using System.Reflection;
using System.Runtime.CompilerServices;

namespace Payments.Architecture.Tests;

/// <summary>Every asynchronous method can be ended, in the same way.</summary>
internal sealed class AsyncTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Async_methods_take_a_cancellation_token_last(Project package) => Findings.AssertNone(
        "The last parameter of a method that returns a task is a CancellationToken:",
        from method in AsyncMethods(package)
        where method.GetParameters() is not [.., { ParameterType: var last }] || last != typeof(CancellationToken)
        select Name(method));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Interfaces_make_the_cancellation_token_optional(Project package) => Findings.AssertNone(
        "An interface's CancellationToken is optional:",
        from method in AsyncMethods(package)
        where method.DeclaringType!.IsInterface && method.GetParameters() is [.., { HasDefaultValue: false } last] && last.ParameterType == typeof(CancellationToken)
        select Name(method));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Async_methods_are_named_so(Project package) => Findings.AssertNone(
        "A method that returns a task ends with Async:",
        from method in AsyncMethods(package)
        where !method.Name.EndsWith("Async", StringComparison.Ordinal)
        select Name(method));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Nothing_is_async_void(Project package) => Findings.AssertNone(
        "Nobody can wait for an async void method, and its exception ends the process:",
        from type in package.Assembly.GetTypes()
        from method in type.GetMethods(Declared)
        where method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))
        select $"{type}.{method.Name}");

    private static IEnumerable<MethodInfo> AsyncMethods(Project package) =>
        from type in package.PublicTypes
        where !typeof(Delegate).IsAssignableFrom(type)
        from method in type.GetMethods(Declared)
        where (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.IsSpecialName
        where IsAsync(method.ReturnType) && !method.Name.StartsWith("Dispose", StringComparison.Ordinal) && !IsTest(method) && !IsGivenByOthers(method)
        select method;

    private static bool IsAsync(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    // A suite that we ship holds tests; the test framework calls them.
    private static bool IsTest(MethodInfo method) =>
        method.GetCustomAttributes(inherit: true).Any(attribute => attribute.GetType().Namespace?.StartsWith("NUnit.", StringComparison.Ordinal) == true);

    // The shape of a method that overrides or implements one of the framework (DisposeAsync, say) is not ours to choose.
    private static bool IsGivenByOthers(MethodInfo method)
    {
        var type = method.DeclaringType!;
        if (!IsOurs(method.GetBaseDefinition().DeclaringType!))
            return true;
        return !type.IsInterface && type.GetInterfaces().Where(contract => !IsOurs(contract)).Any(contract => type.GetInterfaceMap(contract).TargetMethods.Contains(method));
    }

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("Payments.", StringComparison.Ordinal);

    private static string Name(MethodInfo method) => $"{method.DeclaringType}.{method.Name}";
}
