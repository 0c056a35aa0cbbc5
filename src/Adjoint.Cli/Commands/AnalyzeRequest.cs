using System.Globalization;
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Verdicts;
using Adjoint.Configuration;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Language;

namespace Adjoint.Cli.Commands;

/// <summary>An expression and what is asked about it. Everything that the command line alone decides is checked when it is made.</summary>
internal sealed class AnalyzeRequest
{
    /// <summary>The most numbers that names hold together.</summary>
    private const long MostNumbers = 4_000_000;

    private readonly Question _question;

    private AnalyzeRequest(Question question) => _question = question;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="names">The names that move, as written.</param>
    /// <param name="arrays">The names that there are.</param>
    /// <param name="signs">Which of them are restricted.</param>
    public static AnalyzeRequest Make(string text, string? names, NamedArrays arrays, SignArguments signs)
    {
        Expr expression = ExpressionParser.Parse(text, arrays.Variables, out IReadOnlyList<TargetArgument> targets);
        if (names is null)
        {
            throw CommandException.Usage("--wrt is missing; name what moves, as in --wrt w");
        }

        IReadOnlyList<Variable> own = GraphTraversal.Variables(expression);
        List<Variable> moving = [];
        foreach (string name in names.Split(',', StringSplitOptions.TrimEntries))
        {
            Variable variable = arrays.Variables.GetValueOrDefault(name) ?? throw CommandException.Usage(
                $"--wrt: the name '{name}' is not declared{NearestName.Suggestion(name, arrays.Variables.Keys)}; give its shape with --shape, or a value with --set");
            moving.Add(!moving.Contains(variable) ? variable : throw CommandException.Usage($"--wrt names '{name}' twice; keep one"));
            if (!own.Contains(variable))
            {
                throw CommandException.Usage($"--wrt: the expression does not contain '{name}'; it contains {string.Join(", ", own.Select(each => each.Name))}");
            }
        }

        foreach (Variable variable in moving.Where(signs.OneHot.Contains))
        {
            throw CommandException.Usage($"--onehot {variable.Name}: '{variable.Name}' moves, and between two one-hot rows lie rows that are not one-hot; leave out --onehot {variable.Name}, or declare --sign {variable.Name}=nonneg");
        }

        if (own.Sum(variable => (long)variable.Shape.Size) > MostNumbers)
        {
            Variable largest = own.MaxBy(variable => variable.Shape.Size)!;
            throw CommandException.Usage(
                string.Create(CultureInfo.InvariantCulture, $"'{largest.Name}' of shape {largest.Shape} is too large to analyse: all names together have at most {MostNumbers} entries; take a smaller shape"));
        }

        Dictionary<Variable, Interval> ranges = new(signs.Ranges);
        List<Expr> nonnegative = [];
        foreach (TargetArgument target in targets)
        {
            if (target.Expression is Variable variable)
            {
                Interval range = ranges.GetValueOrDefault(variable, Interval.Reals);
                ranges[variable] = new Interval(Math.Max(range.Lower, 0), Math.Max(range.Upper, 0));
            }
            else
            {
                nonnegative.Add(target.Expression);
            }

            if (GraphTraversal.Variables(target.Expression).All(arrays.Values.ContainsKey))
            {
                TargetCheck.Check(text, target, target.Expression.Evaluate([.. arrays.Values.Select(pair => (pair.Key, pair.Value.Value))]), arrays);
            }
        }

        return new AnalyzeRequest(new Question(expression, moving)
        {
            Values = arrays.Values.Where(pair => !moving.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value.Value),
            Ranges = ranges,
            OneHot = signs.OneHot,
            Nonnegative = nonnegative,
        });
    }

    /// <summary>The three verdicts.</summary>
    public Answer Answer(AnalysisOptions options)
    {
        // The three share one clock.
        AnalysisOptions started = options.Started();
        (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(_question, started);
        return new Answer(_question, linearity, convexity, Converge.Of(_question, started));
    }

    /// <summary>Runs of gradient descent that show what the verdict says.</summary>
    public Demonstration Demonstrate(Answer answer, long seed) => _question.Expression.Shape.Size == 1
        ? Demonstration.Run(_question, answer.Descent, seed: seed)
        : throw CommandException.Usage($"--demonstrate needs a loss, one number; the expression has shape {_question.Expression.Shape}");
}
