-- Runs in `nvim --headless`: opens a note, attaches the language server as a user's init.lua would, asks for
-- a hover, prints it, and leaves. Arguments: node, cli.js, and the note.
local node, cli, note = unpack(vim.fn.argv())
vim.cmd('edit ' .. vim.fn.fnameescape(note))
local client_id = vim.lsp.start_client({
  name = 'termlens',
  cmd = { node, cli, 'serve', '--stdio' },
  root_dir = vim.fn.fnamemodify(note, ':h'),
})
vim.lsp.buf_attach_client(0, client_id)

-- Neovim queues what is asked before the server has answered `initialize`.
local initialized = vim.wait(60000, function()
  local client = vim.lsp.get_client_by_id(client_id)
  return client ~= nil and client.initialized == true
end, 50)
assert(initialized, 'the server did not answer initialize')

local params = {
  textDocument = { uri = vim.uri_from_bufnr(0) },
  position = { line = 0, character = 20 },
}
local answers, problem = vim.lsp.buf_request_sync(0, 'textDocument/hover', params, 60000)
assert(answers, problem)
io.stdout:write(vim.json.encode(answers[client_id]) .. '\n')
vim.lsp.stop_client(client_id)
vim.wait(5000, function() return vim.lsp.get_client_by_id(client_id) == nil end, 50)
vim.cmd('qall!')
