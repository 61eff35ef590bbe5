using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Payments.Architecture.Tests;

/// <summary>Compiles a snippet as a reader would paste it: into a method, a class or a file, with the usual usings and the usual names at hand.</summary>
internal static class SnippetCompiler
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using NUnit.Framework;
        global using Payments;
        """;

    // What a page may use without making it. Members, not locals, so that a snippet which makes its own hides them.
    private const string Names =
        """
        private static string[] args = null!;
        private static WebApplicationBuilder builder = null!;
        private static WebApplication app = null!;
        private static IServiceCollection services = null!;
        private static IServiceProvider serviceProvider = null!;
        private static IConfiguration configuration = null!;
        private static IPaymentProviderFactory providers = null!;
        private static IPaymentProvider provider = null!;
        private static PaymentRequest request = null!;
        private static Payment payment = null!;
        private static PaymentReference reference = null!;
        private static Refund refund = null!;
        private static WebhookRequest webhook = null!;
        private static TimeProvider clock = null!;
        private static CancellationToken cancellationToken;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The errors, as <c>file:line: id message</c>.</summary>
    internal static IReadOnlyList<string> Compile(Snippet snippet)
    {
        var errors = Errors(snippet, AsProgram([snippet]));
        return errors.Count == 0
            || (snippet.Earlier.Count > 0 && Errors(snippet, AsProgram([.. snippet.Earlier, snippet])).Count == 0)
            || Errors(snippet, AsMembers(snippet)).Count == 0 ? [] : errors;
    }

    private static List<string> Errors(Snippet snippet, string text)
    {
        var compilation = CSharpCompilation.Create(
            "snippet", [CSharpSyntaxTree.ParseText(UsingsOf(snippet), Language), CSharpSyntaxTree.ParseText(text, Language)], CompilerReferences.All, Options);
        return
        [
            .. from diagnostic in compilation.GetDiagnostics()
            where diagnostic.Severity is DiagnosticSeverity.Error
            let place = diagnostic.Location.GetMappedLineSpan()
            let line = place.HasMappedPath ? place.StartLinePosition.Line + 1 : snippet.Line
            orderby line
            select $"{snippet.File}:{line}: {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}",
        ];
    }

    // A package's own page is about its own types.
    private static string UsingsOf(Snippet snippet) =>
        Repository.Packages.FirstOrDefault(package => snippet.File == $"src/{package.Name}/README.md") is { } package
            && package.PublicTypes.Any(type => type.Namespace == package.Name)
                ? $"{Usings}\nglobal using {package.Name};"
                : Usings;

    // Statements go into a method; usings and types stay outside of it.
    private static string AsProgram(IReadOnlyList<Snippet> page)
    {
        var units = page.Select(snippet => (Snippet: snippet, Root: CSharpSyntaxTree.ParseText(snippet.Code, Language).GetCompilationUnitRoot())).ToList();

        // What belongs to no node (a brace too many) is found by compiling it where it stands.
        if (units.Find(unit => unit.Root.ContainsDiagnostics) is { Snippet: { } broken })
            return Mark(broken.Line) + broken.Code;

        var text = new StringBuilder();
        foreach (var (snippet, root) in units)
            Append(text, snippet, root.Usings);
        text.AppendLine("internal static class Snippet\n{").AppendLine(Names).AppendLine("private static async Task RunAsync()\n{\nawait Task.Yield();");
        foreach (var (snippet, root) in units)
            Append(text, snippet, root.Members.OfType<GlobalStatementSyntax>());
        text.AppendLine("}\n}");
        foreach (var (snippet, root) in units)
            Append(text, snippet, root.Members.Where(member => member is not GlobalStatementSyntax));
        return text.ToString();
    }

    private static string AsMembers(Snippet snippet) =>
        $"internal static class Snippet\n{{\n{Names}\nprivate sealed class Page\n{{\n{Mark(snippet.Line)}{snippet.Code}\n}}\n}}\n";

    private static void Append(StringBuilder text, Snippet snippet, IEnumerable<SyntaxNode> nodes)
    {
        foreach (var node in nodes)
        {
            var start = node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
            text.AppendLine().Append(Mark(snippet.Line + start)).AppendLine(node.ToFullString());
        }
    }

    private static string Mark(int line) => string.Create(CultureInfo.InvariantCulture, $"#line {line} \"README\"\n");
}
