using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Payments.Architecture.Tests;

/// <summary>
/// Writes what an assembly shows to others, read from its metadata: one line for each public or protected type and member, <c>type: declaration</c>,
/// a type's own line before its members.
/// </summary>
internal static class PublicApiWriter
{
    private const string Shown = "Obsolete Experimental Flags EditorBrowsable";

    // Records: what the compiler adds is said by the word 'record', except for the deconstruction, whose parameters others can name.
    private static readonly SymbolDisplayFormat Declaration = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers |
            SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeModifiers |
            SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.None,
        SymbolDisplayKindOptions.None,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier |
            SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat FullName = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters);

    internal static IReadOnlyList<string> Write(string assemblyName)
    {
        var compilation = CSharpCompilation.Create("api", references: CompilerReferences.All, options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var reference = compilation.References.Single(reference => Path.GetFileNameWithoutExtension(reference.Display) == assemblyName);
        return Write((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!);
    }

    internal static IReadOnlyList<string> Write(IAssemblySymbol assembly) =>
    [
        .. Types(assembly.GlobalNamespace).Where(IsVisible).SelectMany(Lines)
            .OrderBy(line => line.Type, StringComparer.Ordinal)
            .ThenBy(line => line.Member, StringComparer.Ordinal)
            .ThenBy(line => line.Text, StringComparer.Ordinal)
            .Select(line => line.Type + ": " + line.Text),
    ];

    private static IEnumerable<(string Type, string Member, string Text)> Lines(INamedTypeSymbol type)
    {
        var name = type.ToDisplayString(FullName);
        yield return (name, "", Attributes(type) + Declare(type));
        if (type.TypeKind is TypeKind.Delegate)
            yield break;

        foreach (var member in type.GetMembers().Where(member => member is not INamedTypeSymbol && IsVisible(member) && !IsHidden(member)))
            yield return (name, member.Name, Attributes(member) + member.ToDisplayString(Declaration));
    }

    private static string Declare(INamedTypeSymbol type)
    {
        if (type.TypeKind is TypeKind.Delegate)
            return $"{Accessibility(type)} delegate {type.ToDisplayString(Declaration)}";

        IEnumerable<INamedTypeSymbol> bases = type.BaseType is { SpecialType: SpecialType.None } parent ? [parent] : [];
        var supertypes = bases.Concat(type.Interfaces.Where(IsVisible).OrderBy(contract => contract.ToDisplayString(FullName), StringComparer.Ordinal))
            .Select(supertype => supertype.ToDisplayString(Declaration)).ToList();
        if (type is { TypeKind: TypeKind.Enum, EnumUnderlyingType: { SpecialType: not SpecialType.System_Int32 } underlying })
            supertypes.Add(underlying.ToDisplayString(Declaration));

        // The display ends with the constraints, which come after the base types.
        var (head, constraints) = type.ToDisplayString(Declaration).Split(" where ", 2) is [var first, var rest] ? (first, " where " + rest) : (type.ToDisplayString(Declaration), "");
        return $"{Accessibility(type)} {Kind(type)} {head}{(supertypes.Count == 0 ? "" : " : " + string.Join(", ", supertypes))}{constraints}";
    }

    private static string Kind(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => "interface",
        TypeKind.Enum => "enum",
        TypeKind.Struct => (type.IsReadOnly ? "readonly " : "") + (type.IsRefLikeType ? "ref " : "") + (IsRecord(type) ? "record struct" : "struct"),
        TypeKind.Class => (type.IsStatic ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (type.IsRecord ? "record" : "class"),
        var other => other.ToString(),
    };

    private static string Accessibility(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Microsoft.CodeAnalysis.Accessibility.Public => "public",
        Microsoft.CodeAnalysis.Accessibility.Protected => "protected",
        _ => "protected internal",
    };

    private static string Attributes(ISymbol symbol) => string.Concat(
        symbol.GetAttributes().Where(IsShown).Select(attribute => "[" + attribute + "] ").Order(StringComparer.Ordinal));

    private static bool IsShown(AttributeData attribute) =>
        attribute.AttributeClass?.Name is { } name && Shown.Split(' ').Contains(name.Replace("Attribute", "", StringComparison.Ordinal));

    // From metadata the compiler knows classes that are records, but not structs.
    private static bool IsRecord(INamedTypeSymbol type) => type.IsRecord || type.GetMembers("op_Equality").Any(IsGenerated);

    private static bool IsHidden(ISymbol member) =>
        member is IMethodSymbol { AssociatedSymbol: not null }
        || member is IMethodSymbol { MethodKind: MethodKind.StaticConstructor }
        || member.IsImplicitlyDeclared
        || (member.Name != "Deconstruct" && IsGenerated(member));

    private static bool IsGenerated(ISymbol member) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute")
        || (member is IPropertySymbol { GetMethod: { } getter, Name: "EqualityContract" } && IsGenerated(getter));

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility
        is Microsoft.CodeAnalysis.Accessibility.Public or Microsoft.CodeAnalysis.Accessibility.Protected or Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal;

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => member switch
        {
            INamedTypeSymbol type when IsVisible(type) => Types(type).Prepend(type),
            INamedTypeSymbol => [],
            _ => Types(member),
        });
}
