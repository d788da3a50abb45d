//! Makes a salvo handler of an async function: reads its arguments, calls it, writes its answer.
//!
//! salvo's `#[handler]` writes this into each function anew, and the compiler then proves in each, in an environment
//! of its own, that the whole of its future is `Send`. With this many operations that was most of this crate's time.

use futures::future::BoxFuture;
use salvo::{Depot, FlowCtrl, Handler, Request, Response, Writer, async_trait};

use crate::extract::Argument;

/// An async function that answers requests: it takes up to four [`Argument`]s and then, where it has to write more
/// than what it returns, `&mut Response`, or `&mut Request` and `&mut Response`.
///
/// `Args` only tells the forms apart.
pub trait Endpoint<Args> {
    async fn answer(&self, req: &mut Request, depot: &mut Depot, res: &mut Response);
}

/// An [`Endpoint`] whose type is forgotten, as [`mount!`] makes it.
pub struct Mounted(pub for<'a> fn(&'a mut Request, &'a mut Depot, &'a mut Response) -> BoxFuture<'a, ()>);

#[async_trait]
impl Handler for Mounted {
    async fn handle(&self, req: &mut Request, depot: &mut Depot, res: &mut Response, _ctrl: &mut FlowCtrl) {
        (self.0)(req, depot, res).await;
    }
}

macro_rules! form {
    ([$($arg:ident)*] $($sent:ident: &mut $Sent:ident)*) => {
        impl<F, R, $($arg),*> Endpoint<(($($arg,)*), ($(&'static mut $Sent,)*))> for F
        where
            F: AsyncFn($($arg,)* $(&mut $Sent),*) -> R,
            R: Writer,
            $($arg: Argument,)*
        {
            async fn answer(&self, req: &mut Request, depot: &mut Depot, res: &mut Response) {
                $(
                    #[expect(non_snake_case, reason = "the argument has the name of its type")]
                    let $arg = match $arg::of(req, depot).await {
                        Ok(argument) => argument,
                        Err(problem) => return problem.write(req, depot, res).await,
                    };
                )*
                form!(@call self req res [$($arg)*] $($Sent)*).await.write(req, depot, res).await;
            }
        }
    };
    (@call $f:ident $req:ident $res:ident [$($arg:ident)*]) => { $f($($arg),*) };
    (@call $f:ident $req:ident $res:ident [$($arg:ident)*] Response) => { $f($($arg,)* $res) };
    (@call $f:ident $req:ident $res:ident [$($arg:ident)*] Request Response) => { $f($($arg,)* $req, $res) };
}

macro_rules! forms {
    ($([$($arg:ident)*])*) => {$(
        form!([$($arg)*]);
        form!([$($arg)*] res: &mut Response);
        form!([$($arg)*] req: &mut Request res: &mut Response);
    )*};
}
forms!([] [A] [A B] [A B C] [A B C D]);

/// `mount!(function)`: the [`Mounted`] of an [`Endpoint`].
///
/// Its future is boxed here, where nothing is generic, so that the compiler proves only once that what many of them
/// wait for is `Send`.
macro_rules! mount {
    ($function:expr) => {
        $crate::endpoint::Mounted(|req, depot, res| {
            Box::pin($crate::endpoint::Endpoint::answer(&$function, req, depot, res))
        })
    };
}
pub(crate) use mount;
