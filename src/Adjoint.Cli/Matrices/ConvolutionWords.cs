using Adjoint.Graph;
using Adjoint.Language;
using Adjoint.Operators.InWords;

namespace Adjoint.Cli.Matrices;

/// <summary>A linear map said as convolutions.</summary>
/// <param name="Text">In words.</param>
/// <param name="Expression">In the expression language, or nothing where it cannot say it.</param>
internal sealed record ConvolutionWords(string Text, string? Expression)
{
    /// <summary>The words for a linear expression, if there are any.</summary>
    /// <param name="linear">The expression.</param>
    /// <param name="argument">The variable that it is linear in.</param>
    /// <param name="called">What the variable is called in words; its name, if left out.</param>
    public static ConvolutionWords? Of(Expr linear, Variable argument, string? called)
    {
        if (ConvolutionDescriber.Describe(linear, argument, called) is not ConvolutionDescription description)
        {
            return null;
        }

        // Two variables of one name would be read back as one.
        bool isAmbiguous = GraphTraversal.Variables(description.Expression).GroupBy(variable => variable.Name).Any(group => group.Count() > 1);
        return new ConvolutionWords(description.Text, isAmbiguous ? null : ExpressionWriter.Write(description.Expression));
    }
}
