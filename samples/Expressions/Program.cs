// Reads an expression from text, evaluates it, and takes its gradient: problem P5, the squared error of a convolution in one dimension.
// dotnet run -c Release --project samples/Expressions
using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Language;
using Adjoint.Tensors;

Variable w = new("w", [3]), y = new("y", [5]), x = new("x", [3]);
Expr loss = ExpressionParser.Parse("sumsq(x - conv(w, y))", w, y, x);
Expr gradient = loss.Gradient(w);
(Variable, Tensor<double>)[] values =
[
    (w, new([3], [1, 0, -1])),
    (y, new([5], [1, 2, 4, 8, 16])),
    (x, new([3], [1, 1, 1])),
];
Console.WriteLine($"loss      {loss.Evaluate(values)}");
Console.WriteLine($"gradient  {gradient.Evaluate(values)}");

// The same by hand: the residual's adjoint, −2 (x − w * y), convolved with the flipped y.
Expr byHand = ExpressionParser.Parse("conv(flip(y), -2 * (x - conv(w, y)))", w, y, x);
Console.WriteLine($"by hand   {byHand.Evaluate(values)}");

try
{
    ExpressionParser.Parse("sumsq(x - conv(w, z))", w, y, x);
}
catch (ExpressionException exception)
{
    Console.WriteLine($"{exception.Message}\n{exception.Excerpt()}");
}
